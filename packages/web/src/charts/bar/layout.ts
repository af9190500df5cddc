import { plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { scaleLinear } from 'd3-scale';
import { type Lanes, lanesFor } from '../kit/lanes.ts';

/** What every bar is made of: one part, or one a value of the second dimension. */
export interface BarPart {
  /** Stable identity. */
  name: string;
  label: string;
  color: string;
  /** What a click on it adds to its row's group. */
  group?: readonly string[];
}

export interface BarRow {
  key: string;
  label: string;
  /** One a part; null where there is none. */
  values: readonly (number | null)[];
  /** What a click on it picks; none for what is left over. */
  group?: readonly string[];
}

export interface Segment {
  part: number;
  x: number;
  width: number;
}

export interface LaidBar {
  row: BarRow;
  /** The sum of its parts; null when all are unknown. */
  total: number | null;
  segments: Segment[];
  /** Where its figure stands: right of what is positive, left of what is negative. */
  figure: { x: number; side: 'left' | 'right' };
}

export interface BarLayout {
  lanes: Lanes;
  bars: LaidBar[];
  zero: number;
}

export interface BarRoom {
  width: number;
  height: number;
  /** Whether the sum of values means something. */
  addsUp: boolean;
  restLabel: (count: number) => string;
  /** A figure as it stands at the end of its bar. */
  figureText: (value: number | null) => string;
}

const GAP = 6;

export const sumOf = (values: readonly (number | null)[]): number | null =>
  values.every((value) => value === null)
    ? null
    : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** What is left over belongs to no group. It may be larger than all others together, so it has a figure but no bar. */
export const isLeftOver = ({ group }: BarRow): boolean => group === undefined;

/** As many rows as there is room for, what is left of them as one: their sum where that means something. */
export function shownRows(
  rows: readonly BarRow[],
  most: number,
  { addsUp, restLabel }: Pick<BarRoom, 'addsUp' | 'restLabel'>,
): BarRow[] {
  if (rows.length <= most) return [...rows];
  const shown = rows.slice(0, Math.max(0, most - 1));
  const rest = rows.slice(shown.length);
  const values = (rest[0]?.values ?? []).map((_, part) =>
    addsUp ? sumOf(rest.map((row) => row.values[part] ?? null)) : null,
  );
  return [...shown, { key: '\u0000rest', label: restLabel(rest.length), values }];
}

/** Bars of named groups below each other, from zero: positive parts to the right, negative ones to the left. */
export function layoutBars(rows: readonly BarRow[], room: BarRoom): BarLayout {
  const fitting = lanesFor(
    rows.map(({ label }) => label),
    { ...room, bottom: 0 },
  ).count;
  const shown = shownRows(rows, fitting, room);
  const lanes = lanesFor(
    shown.map(({ label }) => label),
    { ...room, bottom: 0 },
  );
  const plot = plotOf(lanes.frame);
  const drawn = shown.map((row) => (isLeftOver(row) ? [] : row.values));
  const ends = drawn.map((values) => ({
    low: values.reduce<number>((sum, value) => sum + Math.min(0, value ?? 0), 0),
    high: values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0),
  }));
  const [least, most] = [
    Math.min(0, ...ends.map(({ low }) => low)),
    Math.max(0, ...ends.map(({ high }) => high)),
  ];
  const texts = shown.map(({ values }) => textWidth(room.figureText(sumOf(values))) + GAP);
  const textRoom = Math.min(Math.max(0, ...texts), plot.width / 3);
  const x = scaleLinear()
    .domain(least === most ? [0, 1] : [least, most])
    .range([plot.x0 + (least < 0 ? textRoom : 0), plot.x1 - (most > 0 || least === 0 ? textRoom : 0)]);
  return {
    lanes,
    zero: x(0),
    bars: shown.map((row, nth) => {
      const { low = 0, high = 0 } = ends[nth] ?? {};
      const left = low < 0 && high === 0;
      return {
        row,
        total: sumOf(row.values),
        segments: segmentsOf(drawn[nth] ?? [], x),
        figure: left ? { x: x(low) - GAP, side: 'left' } : { x: x(high) + GAP, side: 'right' },
      };
    }),
  };
}

/** What is there at all is seen. */
const LEAST_BAR = 1;

function segmentsOf(values: readonly (number | null)[], x: (value: number) => number): Segment[] {
  let [up, down] = [0, 0];
  return values.flatMap((value, part): Segment[] => {
    if (!value) return [];
    const from = value < 0 ? down : up;
    const to = from + value;
    if (value < 0) down = to;
    else up = to;
    const left = Math.min(x(from), x(to));
    return [{ part, x: left, width: Math.max(LEAST_BAR, Math.abs(x(to) - x(from))) }];
  });
}

/** The part of a row that is nearest to a place. */
export function partAt({ segments }: LaidBar, at: number): number {
  const away = ({ x, width }: Segment) => Math.max(x - at, at - x - width, 0);
  return segments.toSorted((a, b) => away(a) - away(b))[0]?.part ?? 0;
}
