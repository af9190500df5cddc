import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  value: Value;
  options: readonly { value: Value; label: string; disabled?: boolean }[];
  onChange: (value: Value) => void;
  /** Accessible name where no label element stands beside it. */
  label?: string;
}

/** One of a short list. The browser's own control: every keyboard, screen reader and phone knows it. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  label,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={cx('relative inline-flex', className)}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className="h-8 w-full appearance-none rounded-md border border-line bg-raised pr-7 pl-2.5 text-sm hover:border-line-strong disabled:opacity-50"
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute top-2 right-2 size-4 text-muted" aria-hidden />
    </span>
  );
}
