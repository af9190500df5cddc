interface CheckboxProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Checkbox = ({ label, hint, checked, onChange }: CheckboxProps) => (
  <label className="flex items-baseline gap-2 text-sm">
    <input
      type="checkbox"
      className="size-4 translate-y-0.5 accent-accent"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    <span>
      {label}
      {hint && <span className="ml-2 text-xs text-muted">{hint}</span>}
    </span>
  </label>
);
