import type { Extent, Geometry, TimeSeriesLayout } from './layout.ts';

/** Above the highest of what is drawn there, and within the plot. */
const FLAG_ROOM = 7;

/** Where each flag stands. */
export function flagPlaces(
  values: readonly (readonly (Extent | null)[])[],
  { data, plot, y, centers }: Geometry,
): TimeSeriesLayout['flags'] {
  return (data.flags ?? []).map((flag) => {
    const tops = values.flatMap((points) => points[flag.index] ?? []);
    const top = Math.max(0, ...tops, data.band?.high[flag.index] ?? 0);
    return { flag, x: centers[flag.index] ?? 0, y: Math.max(plot.y0 + 4, y(top) - FLAG_ROOM) };
  });
}
