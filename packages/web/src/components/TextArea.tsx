import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

/** What is longer than a line. */
export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea
    className={cx(
      'w-full rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm hover:border-line-strong aria-invalid:border-bad disabled:opacity-60',
      className,
    )}
    {...rest}
  />
);
