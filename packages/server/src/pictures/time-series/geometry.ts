import { known } from '../known.ts';
import type { TimeSeriesPicture } from './data.ts';

/** Of a point: where it stands, and how far it reaches. */
export type Extent = readonly [bottom: number, top: number];

/** What all parts of a picture are placed by. */
export interface Geometry {
  x(ms: number): number;
  y(value: number): number;
  /** Of each bucket, across. */
  starts: readonly number[];
  centers: readonly number[];
  /** The width of a bucket. */
  step: number;
  /** Whether a bucket still fills. */
  isPartial(index: number): boolean;
}

type Values = readonly (number | null)[];

/** Bottom and top of each point of each series. Stacks grow upwards from zero, what is negative downwards. */
export function extentsOf({
  series,
  buckets,
  mode,
}: Pick<TimeSeriesPicture, 'series' | 'buckets' | 'mode'>): (Extent | null)[][] {
  const isStacked = mode === 'stacked' || mode === 'bars';
  const up = buckets.map(() => 0);
  const down = buckets.map(() => 0);
  return series.map(({ values }) =>
    buckets.map((_, index): Extent | null => {
      const value = known(values[index]);
      if (value === null) return null;
      if (!isStacked) return [0, value];
      const base = value < 0 ? down : up;
      const from = base[index] ?? 0;
      base[index] = from + value;
      return [from, from + value];
    }),
  );
}

/** The period before of all series that tell one: of a stack their sum. */
export function previousOf({
  series,
  buckets,
  mode,
}: Pick<TimeSeriesPicture, 'series' | 'buckets' | 'mode'>): Values[] {
  const told = series.flatMap(({ previous }) =>
    previous ? [buckets.map((_, at) => known(previous[at]))] : [],
  );
  if ((mode !== 'stacked' && mode !== 'bars') || told.length < 2) return told;
  return [
    buckets.map((_, at) => {
      const values = told.flatMap((each) => each[at] ?? []);
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
    }),
  ];
}
