import { known } from '../series/series.ts';
import type { Figures } from './chance.ts';
import type { Counted } from './counted.ts';
import type { Aspect } from './watched.ts';

/** Of what is yes or no, most hours are all or nothing: their median hides how often something rare happens. */
export const isMean = (aspect: Aspect): boolean => aspect === 'errors' || aspect === 'quality';

/** The mean of all calls before a moment; undefined without any. */
export function meanBefore({ series, counts }: Counted, beforeMs: number): number | undefined {
  let [sum, calls] = [0, 0];
  series.starts.forEach((start, i) => {
    const [value, count = 0] = [series.values[i], counts[i]];
    if (start >= beforeMs || !known(value)) return;
    sum += value * count;
    calls += count;
  });
  return calls > 0 ? sum / calls : undefined;
}

/** The mean is what was expected where it is nearer to what happened; what happened, where that is no further off than the mean. */
export function withMean(figures: Figures, mean: number | undefined): Figures {
  if (mean === undefined) return figures;
  const { expected, actual } = figures;
  const [low, high] = [Math.min(expected, actual), Math.max(expected, actual)];
  return { ...figures, expected: Math.max(low, Math.min(high, mean)) };
}
