export const UNTIL = ['window', '1', '7', '30', 'date', 'forever'] as const;
/** When a raise ends: with its window, in so many days, at a moment, or never. */
export type Until = (typeof UNTIL)[number];

const DAY_MS = 86_400_000;

/** When that is; null: never. Undefined: not said, or past. A moment is as the clocks of the machine show it. */
export function expiryOf(
  until: Until,
  { nowMs, windowEnds, date }: { nowMs: number; windowEnds: string | undefined; date: string },
): string | null | undefined {
  if (until === 'forever') return null;
  const ms =
    until === 'window'
      ? Date.parse(windowEnds ?? '')
      : until === 'date'
        ? Date.parse(date)
        : nowMs + Number(until) * DAY_MS;
  return ms > nowMs ? new Date(ms).toISOString() : undefined;
}
