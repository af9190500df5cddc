import type { Figure } from '@pharos/core/format/number';
import type { ReactNode } from 'react';
import { Sparkline } from './Sparkline.tsx';

interface StatProps {
  label: string;
  figure: Figure | undefined;
  /** Every digit, on hover. */
  exact?: string | undefined;
  points?: readonly (number | null)[] | undefined;
  color?: string;
  lastIncomplete?: boolean;
  /** Beside the label: a part of the figure worth knowing. */
  aside?: ReactNode;
  /** The change, with its period. */
  note?: ReactNode;
}

/** One figure with its recent shape and how it changed. */
export const Stat = ({ label, figure, exact, points, color, lastIncomplete, aside, note }: StatProps) => (
  <div className="flex min-w-0 flex-col">
    <span className="truncate text-xs text-soft">
      {label}
      {aside && <span className="text-muted"> · {aside}</span>}
    </span>
    <span className="figures truncate text-2xl font-semibold" title={exact}>
      {figure?.value ?? '–'}
      {figure?.unit && <span className="ml-1 text-sm font-normal text-muted">{figure.unit}</span>}
    </span>
    <span className="mt-0.5 flex h-5 items-center gap-2">
      {points && (
        <Sparkline points={points} {...(color ? { color } : {})} lastIncomplete={lastIncomplete ?? false} />
      )}
      {note}
    </span>
  </div>
);
