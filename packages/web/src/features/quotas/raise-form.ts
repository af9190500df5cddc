import { type WindowSpec, windowAt } from '@pharos/core/quotas/window';

export const UNTIL = ['window', '1', '7', '30', 'date', 'forever'] as const;
/** When a raise ends: with its window, in so many days, at a moment, or never. */
export type Until = (typeof UNTIL)[number];

const DAY_MS = 86_400_000;

/**
 * What may be said, the usual one first. A rolling window never ends: what comes next in it is the end of a step, a moment
 * that means nothing to a reader. More on top is for a while.
 */
export const untilsOf = ({ type }: WindowSpec, kind: 'add' | 'limit'): Until[] =>
  UNTIL.filter(
    (each) => (each !== 'window' || type === 'calendar') && (each !== 'forever' || kind === 'limit'),
  );

/** When that is; null: never. Undefined: not said, or past. A moment is as the clocks of the machine show it. */
export function expiryOf(
  until: Until,
  { nowMs, window, date }: { nowMs: number; window: WindowSpec; date: string },
): string | null | undefined {
  if (until === 'forever') return null;
  const ms =
    until === 'window'
      ? windowAt(window, nowMs).endMs
      : until === 'date'
        ? Date.parse(date)
        : nowMs + Number(until) * DAY_MS;
  return ms > nowMs ? new Date(ms).toISOString() : undefined;
}
