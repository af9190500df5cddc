import { area, line } from 'd3-shape';
import type { Geometry, TimeSeriesLayout } from './layout.ts';

/** The room between low and high, and the line of what is expected. */
export function bandPaths({ data, x, y, centers }: Geometry): TimeSeriesLayout['band'] {
  const { band, mode, buckets, bucketMs } = data;
  if (!band) return { area: '', expected: '' };
  const known = buckets.flatMap((start, index) => {
    const [low, high, expected] = [band.low[index], band.high[index], band.expected[index]];
    return typeof low === 'number' && typeof high === 'number' && typeof expected === 'number'
      ? [{ index, start, low: y(low), high: y(high), expected: y(expected) }]
      : [];
  });
  if (mode === 'bars') {
    const ends = (start: number) => [round(x(start)), round(x(start + bucketMs))] as const;
    const boxes = known.map(({ start, low, high }) => {
      const [from, to] = ends(start);
      return `M${from},${round(high)}H${to}V${round(low)}H${from}z`;
    });
    const lines = known.map(({ start, expected }) => {
      const [from, to] = ends(start);
      return `M${from},${round(expected)}H${to}`;
    });
    return { area: boxes.join(''), expected: lines.join('') };
  }
  const at = new Map(known.map((each) => [each.index, each]));
  const all = buckets.map((_, index) => at.get(index));
  return {
    area:
      area<(typeof all)[number]>()
        .defined((each) => each !== undefined)
        .x((_, index) => centers[index] ?? 0)
        .y0((each) => each?.low ?? 0)
        .y1((each) => each?.high ?? 0)
        .digits(1)(all) ?? '',
    expected:
      line<(typeof all)[number]>()
        .defined((each) => each !== undefined)
        .x((_, index) => centers[index] ?? 0)
        .y((each) => each?.expected ?? 0)
        .digits(1)(all) ?? '',
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
