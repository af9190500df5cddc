export interface StackPart {
  name: string;
  label: string;
  value: number;
  color: string;
}

interface StackedBarProps {
  label: string;
  parts: readonly StackPart[];
  /** Every digit. */
  exact: (value: number) => string;
  height?: number;
}

/** Parts of one whole in one line; each named with its figure on hover, all of them in the accessible name. */
export function StackedBar({ label, parts, exact, height = 10 }: StackedBarProps) {
  const shown = parts.filter(({ value }) => value > 0);
  const text = shown.map((part) => `${part.label} ${exact(part.value)}`).join(', ');
  return (
    <div
      role="img"
      aria-label={`${label}: ${text}`}
      className="flex gap-px overflow-hidden rounded-xs"
      style={{ height }}
    >
      {shown.map(({ name, label: partLabel, value, color }) => (
        <span
          key={name}
          title={`${partLabel}: ${exact(value)}`}
          style={{ flexGrow: value, background: color, minWidth: 2 }}
        />
      ))}
    </div>
  );
}
