import { type ReactNode, useId } from 'react';
import { cx } from '../../../../components/cx.ts';

interface CheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** It does not apply; `hint` says why. */
  disabled?: boolean;
  hint?: string | undefined;
  children: ReactNode;
}

/** On or off. */
export function Check({ checked, onChange, disabled = false, hint, children }: CheckProps) {
  const id = useId();
  return (
    <div>
      <label className={cx('flex items-center gap-2 text-sm', disabled && 'text-muted')}>
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={checked}
          disabled={disabled}
          aria-describedby={hint && id}
          onChange={(event) => onChange(event.target.checked)}
        />
        {children}
      </label>
      {hint && (
        <p id={id} className="pl-6 text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
