import type { Metric } from '../metrics.ts';

/** A change against the period before: how much, in which unit, and whether that is good. */
export interface Change {
  /** Fraction for relative changes (0.12 is +12 %), percentage points for shares. */
  value: number;
  kind: 'relative' | 'points';
  tone: 'good' | 'bad' | 'neutral';
}

/** Undefined when there is nothing to compare with: no data before, or a growth from zero. */
export function changeOf(
  metric: Pick<Metric, 'unit' | 'better'>,
  now: number | null | undefined,
  before: number | null | undefined,
): Change | undefined {
  if (now === null || now === undefined || before === null || before === undefined) return undefined;
  const kind = metric.unit === 'ratio' ? 'points' : 'relative';
  if (kind === 'relative' && before === 0) return undefined;
  const value = kind === 'points' ? (now - before) * 100 : (now - before) / before;
  const flat = Math.abs(value) < (kind === 'points' ? 0.05 : 0.0005);
  const up = value > 0;
  const tone =
    flat || metric.better === 'neither' ? 'neutral' : up === (metric.better === 'more') ? 'good' : 'bad';
  return { value: flat ? 0 : value, kind, tone };
}
