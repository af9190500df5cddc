import type { Bar, Extent, Geometry } from './layout.ts';

/** A single error among thousands must still be seen. */
const LEAST_BAR = 1.5;

/** A bar for each point that is not nothing, upwards from what it stands on or downwards. */
export function barsOf(
  points: readonly (Extent | null)[],
  isPartial: (index: number) => boolean,
  { data, plot, x, y }: Geometry,
): Bar[] {
  const { buckets, bucketMs } = data;
  const first = buckets[0] ?? 0;
  const step = x(first + bucketMs) - x(first);
  const gap = step > 4 ? 1 : step > 2 ? 0.5 : 0;
  return points.flatMap((point, index): Bar[] => {
    if (!point || point[0] === point[1]) return [];
    const [top, bottom] = [y(Math.max(...point)), y(Math.min(...point))];
    const height = Math.max(point[0] === 0 ? LEAST_BAR : 0, bottom - top);
    return [
      {
        index,
        x: x(buckets[index] ?? 0) + gap / 2,
        y: point[1] < point[0] ? top : Math.max(plot.y0, bottom - height),
        width: Math.max(0.5, step - gap),
        height,
        partial: isPartial(index),
      },
    ];
  });
}
