import { Search } from 'lucide-react';
import type { Ref } from 'react';
import { cx } from './cx.ts';

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A field that narrows what is listed below it. */
export const SearchField = ({
  label,
  value,
  onChange,
  placeholder = label,
  className,
  ref,
}: SearchFieldProps) => (
  <div
    className={cx(
      'flex h-8 items-center gap-2 rounded-md border bg-raised px-2 focus-within:border-accent',
      className,
    )}
  >
    <Search className="size-4 shrink-0 text-muted" aria-hidden />
    <input
      ref={ref}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="min-w-0 flex-1 bg-transparent outline-none"
    />
  </div>
);
