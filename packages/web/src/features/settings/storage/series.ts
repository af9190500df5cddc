import type { Storage } from '@pharos/core/api/storage';
import { DAY_MS } from '@pharos/core/retention/past';
import type { Forecast } from '@pharos/core/storage/forecast';
import type { StorageKind } from '@pharos/core/storage/kinds';
import { colorsOf, MAIN_COLOR, OTHER_COLOR } from '../../../charts/kit/palette.ts';
import type { Buckets, ChartSeries } from '../../../charts/time-series/layout.ts';

export type KindName = (kind: StorageKind) => string;
type Chart = Buckets & { series: ChartSeries[] };

export const kindColors = ({ kinds }: Pick<Storage, 'kinds'>) =>
  colorsOf(
    'storage',
    kinds.map(({ kind }) => kind),
  );

/** Kinds that have a colour of their own. */
const MOST_KINDS = 5;

/** What each of the last days brought, largest kinds first, the others together. */
export function dailySeries(storage: Storage, days: number, name: KindName, other: string): Chart {
  const today = Date.parse(storage.today);
  const buckets = Array.from({ length: days }, (_, nth) => today - (days - 1 - nth) * DAY_MS);
  const lastFirst = storage.kinds.map(({ kind, byAge }) => {
    const points = Array.from({ length: days }, (_, age) => byAge[age] ?? 0).reverse();
    return { kind, points, sum: points.reduce((sum, bytes) => sum + bytes, 0) };
  });
  const sorted = lastFirst.filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum);
  const [own, rest] =
    sorted.length > MOST_KINDS + 1 ? [sorted.slice(0, MOST_KINDS), sorted.slice(MOST_KINDS)] : [sorted, []];
  const color = kindColors(storage);
  const series: ChartSeries[] = own.map(({ kind, points }) => {
    return { name: kind, label: name(kind), color: color(kind), points };
  });
  if (rest.length > 0) {
    const points = buckets.map((_, nth) => rest.reduce((sum, each) => sum + (each.points[nth] ?? 0), 0));
    series.push({ name: 'other', label: other, color: OTHER_COLOR, points });
  }
  return { buckets, bucketMs: DAY_MS, completeUntilMs: today, series };
}

/** Far enough to see it settle, a quarter at least and a year at most. */
export const horizonOf = ({ settledInDays }: Pick<Forecast, 'settledInDays'>): number =>
  Math.min(365, Math.max(90, Math.ceil(settledInDays * 1.25)));

/** What is stored from today on, and where that settles. */
export function forecastSeries(
  today: string,
  forecast: Forecast,
  label: string,
): Chart & { comparison: number[] | undefined } {
  const days = Array.from({ length: horizonOf(forecast) + 1 }, (_, day) => day);
  const { level } = forecast;
  return {
    buckets: days.map((day) => Date.parse(today) + day * DAY_MS),
    bucketMs: DAY_MS,
    completeUntilMs: Number.POSITIVE_INFINITY,
    series: [{ name: 'stored', label, color: MAIN_COLOR, points: days.map((day) => forecast.bytesIn(day)) }],
    comparison: level === null ? undefined : days.map(() => level),
  };
}
