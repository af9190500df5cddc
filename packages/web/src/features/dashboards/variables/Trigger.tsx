import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from '../../../components/cx.ts';

interface TriggerProps extends ComponentProps<'button'> {
  label: string;
  shown: string;
  /** Something is chosen. */
  active: boolean;
}

/** A variable and what is chosen of it; opens the choice. */
export const Trigger = ({ label, shown, active, className, ...rest }: TriggerProps) => (
  <button
    type="button"
    className={cx(
      'inline-flex h-7 max-w-full items-center gap-1.5 rounded-md text-sm hover:text-ink data-[state=open]:text-ink',
      className,
    )}
    {...rest}
  >
    <span className="shrink-0 text-muted">{label}</span>{' '}
    <span
      className={cx(
        'inline-flex min-w-0 items-center gap-1 rounded px-1.5 py-0.5 hover:bg-hover',
        active ? 'bg-accent-soft font-medium text-accent' : 'text-soft',
      )}
    >
      <span className="min-w-0 truncate">{shown}</span>
      <ChevronDown className="size-3.5 shrink-0 opacity-70" aria-hidden />
    </span>
  </button>
);
