import type { SqlAnswer } from '@pharos/core/api/sql';
import { colorsOf } from '../../charts/kit/palette.ts';
import type { Buckets, ChartSeries } from '../../charts/time-series/layout.ts';
import { kindOf, numberOf, textOf, timeOf } from './column-kind.ts';

/** Lines that can be told apart; rows of further groups are left out, and it is said. */
const MOST_SERIES = 40;
/** Further columns of figures are a table, not a chart. */
const MOST_FIGURES = 8;
/** Steps of time between the first row and the last; with more, the rows stand at the times that they have. */
const MOST_BUCKETS = 5000;

export interface QuickChart {
  buckets: Buckets;
  series: ChartSeries[];
  /** Groups that are not drawn. */
  leftOut: number;
}

/** The columns of a chart: a time, figures, and perhaps one text that tells lines apart. */
function columnsOf({ columns }: SqlAnswer) {
  const places = (kind: string) => columns.flatMap((column, nth) => (kindOf(column) === kind ? [nth] : []));
  const [time] = places('time');
  const figures = places('number');
  const [group] = places('text');
  const few = figures.length > 0 && figures.length <= MOST_FIGURES;
  return time === undefined || !few ? undefined : { time, figures, group };
}

/** Moments that rows have, as even steps where they are whole steps apart. */
function bucketsOf(times: readonly number[]): Buckets {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? first;
  const gaps = sorted.slice(1).map((time, nth) => time - (sorted[nth] ?? time));
  const step = Math.min(...gaps);
  const even = gaps.every((gap) => gap % step === 0) && (last - first) / step < MOST_BUCKETS;
  const buckets = even
    ? Array.from({ length: Math.round((last - first) / step) + 1 }, (_, nth) => first + nth * step)
    : sorted;
  return { buckets, bucketMs: step, completeUntilMs: last + step };
}

/** A result along time; undefined when it has no time, no figures, or a single moment. */
export function quickChart(answer: SqlAnswer): QuickChart | undefined {
  const chosen = columnsOf(answer);
  if (!chosen) return undefined;
  const { time, figures, group } = chosen;
  const rows = answer.rows.flatMap((row) => {
    const ms = timeOf(row[time]);
    return ms === undefined ? [] : [{ ms, row }];
  });
  if (new Set(rows.map(({ ms }) => ms)).size < 2) return undefined;
  const buckets = bucketsOf(rows.map(({ ms }) => ms));
  const place = new Map(buckets.buckets.map((ms, nth) => [ms, nth]));
  const lines = new Map<string, (number | null)[]>();
  for (const { ms, row } of rows) {
    for (const figure of figures) {
      const name = [
        ...(group === undefined ? [] : [textOf(row[group])]),
        ...(figures.length > 1 || group === undefined ? [answer.columns[figure]?.name ?? ''] : []),
      ].join(' · ');
      const points = lines.get(name) ?? new Array<number | null>(buckets.buckets.length).fill(null);
      lines.set(name, points);
      points[place.get(ms) ?? 0] = numberOf(row[figure]) ?? null;
    }
  }
  const shown = [...lines].slice(0, MOST_SERIES);
  const color = colorsOf(
    'sql',
    shown.map(([name]) => name),
  );
  return {
    buckets,
    series: shown.map(([name, points]) => ({ name, label: name, color: color(name), points })),
    leftOut: lines.size - shown.length,
  };
}
