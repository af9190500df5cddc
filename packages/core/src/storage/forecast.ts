import type { Retention } from '../retention/kinds.ts';
import { keptDays, type StorageKind } from './kinds.ts';

/** What is stored of one kind, in bytes. */
export interface StoredKind {
  kind: StorageKind;
  /** By the day in UTC on which it happened: of today, of yesterday, and so on. Whatever is older than the last counts as the day after it. */
  byAge: readonly number[];
  older: number;
  /** What belongs to no day, and stays. */
  undated: number;
}

/** Whole days from which it is told how much a day brings. */
export const GROWTH_DAYS = 7;

/** When a forecast is told for, in days from now. */
export const FORECAST_DAYS = [30, 90, 365] as const;

/**
 * About how many bytes a day brings: the mean of what is stored of the last seven whole days, or of as many as there are since the first.
 * Undefined: there is no whole day yet. Days that are removed already tell nothing.
 */
export function growthOf({ byAge, older }: Pick<StoredKind, 'byAge' | 'older'>): number | undefined {
  const oldest = older > 0 ? byAge.length : byAge.findLastIndex((bytes) => bytes > 0);
  if (oldest < 0) return 0;
  if (oldest === 0) return undefined;
  const days = Math.min(GROWTH_DAYS, oldest);
  const whole = byAge.slice(1, days + 1).reduce((sum, bytes) => sum + bytes, 0);
  return whole / days;
}

/** What becomes of what is stored when every day brings as much as the last ones did. */
export interface Forecast {
  /** In so many days; 0: as soon as what is past is removed. */
  bytesIn(days: number): number;
  /** What a day brings. */
  perDay: number;
  /** What a day brings of what is never removed: so fast it grows in the end. */
  perDayForEver: number;
  /** At how many bytes it settles: null where something grows for ever. */
  level: number | null;
  /** In how many days it is there, or grows evenly, but for one part in twenty. */
  settledInDays: number;
}

/**
 * Of each kind: what is stored goes once it is older than its days, and what comes until then stays as long. Undefined while nothing tells
 * how much a day brings. Kinds of which no day is whole yet are taken to bring nothing more.
 */
export function forecastOf(kinds: readonly StoredKind[], retention: Retention): Forecast | undefined {
  const growths = kinds.map((kind) => growthOf(kind));
  if (kinds.length > 0 && growths.every((growth) => growth === undefined)) return undefined;
  const each = kinds.map((kind, nth) =>
    forecastKind(kind, growths[nth] ?? 0, keptDays(kind.kind, retention)),
  );
  const sum = (of: (one: KindForecast) => number) => each.reduce((all, one) => all + of(one), 0);
  const bytesIn = (days: number) => sum((one) => one.bytesIn(days));
  const perDayForEver = sum((one) => one.perDayForEver);
  const evenInDays = Math.max(0, ...each.map((one) => one.evenInDays));
  return {
    bytesIn,
    perDay: sum(({ perDay }) => perDay),
    perDayForEver,
    level: perDayForEver > 0 ? null : sum(({ level }) => level),
    settledInDays: settledFrom(bytesIn, perDayForEver, evenInDays),
  };
}

const SETTLED_SHARE = 0.05;

/** Little that is kept for years would make it look as if all took years to settle. */
function settledFrom(bytesIn: (days: number) => number, perDayForEver: number, evenInDays: number): number {
  const end = bytesIn(evenInDays);
  const isSettled = (days: number) => {
    const even = end - perDayForEver * (evenInDays - days);
    return Math.abs(bytesIn(days) - even) <= SETTLED_SHARE * Math.abs(even);
  };
  let days = evenInDays;
  while (days > 0 && isSettled(days - 1)) days -= 1;
  return days;
}

interface KindForecast extends Pick<Forecast, 'bytesIn' | 'perDay' | 'perDayForEver'> {
  level: number;
  evenInDays: number;
}

function forecastKind(
  { byAge, older, undated }: StoredKind,
  perDay: number,
  days: number | null,
): KindForecast {
  const ages = [...byAge, older];
  /** Of those ages and all younger ones. */
  const upTo: number[] = [];
  for (const bytes of ages) upTo.push((upTo.at(-1) ?? 0) + bytes);
  const youngest = (count: number) => (count <= 0 ? 0 : (upTo[Math.min(count, ages.length) - 1] ?? 0));
  const all = youngest(ages.length);
  const flow = { perDay, perDayForEver: days === null ? perDay : 0 };
  if (days === null)
    return { ...flow, bytesIn: (t) => undated + all + perDay * t, level: undated + all, evenInDays: 0 };
  const level = undated + perDay * (days + 1);
  return {
    ...flow,
    bytesIn: (t) => undated + youngest(days + 1 - t) + perDay * Math.min(t, days + 1),
    level,
    evenInDays: days + 1,
  };
}

/** Ten years: what lasts longer is as good as never. */
const FAR_DAYS = 3_650;

/** In how many whole days there is no room any more, when so many bytes are free now; undefined: not within ten years. */
export function fullInDays(forecast: Pick<Forecast, 'bytesIn'>, free: number): number | undefined {
  const now = forecast.bytesIn(0);
  for (let days = 1; days <= FAR_DAYS; days += 1) if (forecast.bytesIn(days) - now > free) return days;
  return undefined;
}
