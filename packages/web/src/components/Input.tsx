import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input
    className={cx(
      'h-8 w-full min-w-0 rounded-md border border-line bg-raised px-2.5 text-sm hover:border-line-strong aria-invalid:border-bad disabled:opacity-60',
      className,
    )}
    {...rest}
  />
);

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Given the ids that tie the control to its label and texts. */
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** A control with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const textId = `${id}-text`;
  const text = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-soft">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': text ? textId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {text && (
        <p
          id={textId}
          role={error ? 'alert' : undefined}
          className={cx('text-xs', error ? 'text-bad' : 'text-muted')}
        >
          {text}
        </p>
      )}
    </div>
  );
}
