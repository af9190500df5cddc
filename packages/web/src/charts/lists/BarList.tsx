import type { ReactNode } from 'react';

export interface BarItem {
  key: string;
  label: ReactNode;
  value: number;
  /** Shown at the right: the figure in its unit. */
  figure: ReactNode;
  /** A second, smaller figure: a share, a change. */
  note?: ReactNode;
  color?: string;
}

interface BarListProps {
  label: string;
  items: readonly BarItem[];
}

/** The largest few, each with a bar behind its row; longest is the whole width. */
export function BarList({ label, items }: BarListProps) {
  const most = Math.max(0, ...items.map(({ value }) => value));
  return (
    <ul aria-label={label} className="divide-y">
      {items.map(({ key, label: name, value, figure, note, color }) => (
        <li key={key} className="relative flex h-8 items-center gap-3 text-sm">
          <span
            aria-hidden
            className="absolute inset-y-1.5 left-0 rounded-sm opacity-12 dark:opacity-20"
            style={{
              width: most > 0 ? `${Math.max(0.5, (value / most) * 100)}%` : 0,
              background: color ?? 'var(--series-1)',
            }}
          />
          <span className="relative min-w-0 flex-1 truncate pl-2">{name}</span>
          {note !== undefined && <span className="figures relative text-xs text-muted">{note}</span>}
          <span className="figures relative min-w-16 text-right">{figure}</span>
        </li>
      ))}
    </ul>
  );
}
