import type { Retention } from '../retention/kinds.ts';
import { FORECAST_DAYS, type Forecast, forecastOf, type StoredKind } from './forecast.ts';

/** Days of a month. */
export const MONTH_DAYS = 30;

/** What it saves to keep things for other days, in bytes; less than 0: it costs so many. */
export interface Saving {
  /** Removed within the hour. What was removed before does not come back, so that keeping more costs nothing at once. */
  now: number;
  inDays: readonly { days: number; bytes: number }[];
  /** Of what came to grow for ever and does so no more: in each month, once both have settled. */
  perMonth: number;
  before: Forecast;
  after: Forecast;
}

/** Undefined while nothing tells how much a day brings. */
export function savingOf(
  kinds: readonly StoredKind[],
  before: Retention,
  after: Retention,
): Saving | undefined {
  const [old, next] = [forecastOf(kinds, before), forecastOf(kinds, after)];
  if (!old || !next) return undefined;
  const saved = (days: number) => old.bytesIn(days) - next.bytesIn(days);
  return {
    now: saved(0),
    inDays: FORECAST_DAYS.map((days) => ({ days, bytes: saved(days) })),
    perMonth: (old.perDayForEver - next.perDayForEver) * MONTH_DAYS,
    before: old,
    after: next,
  };
}
