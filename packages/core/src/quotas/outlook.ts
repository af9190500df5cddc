import { forecastTotal } from '../series/forecast.ts';
import { bucketWidth, known, type Series } from '../series/series.ts';

/** So much is expected to be spent from the beginning until then, in units of the series; `spread` to either side holds four of five. */
export interface OutlookStep {
  atMs: number;
  expected: number;
  spread: number;
}

/** What is to come, as a sum that grows step by step. */
export interface Outlook {
  /** `pattern`: as days and weeks went before. `pace`: as it went on average. */
  method: 'pattern' | 'pace';
  fromMs: number;
  steps: OutlookStep[];
}

/** Of a normal distribution, four of five are within so many standard deviations. */
const FOUR_OF_FIVE = 1.2816;

/**
 * What is to come from the end of a series of complete buckets up to a moment, by what was spent before. Buckets of hours or
 * days are forecast by their daily and weekly pattern once four days are known (core/series/forecast.ts). Else the mean of the
 * known buckets goes on; its band is that of a sum of h buckets with the mean and the deviation of n seen ones,
 * s·√(h + h²/n). Undefined when nothing is known, or nothing is to come.
 */
export function outlookOf(series: Series, toMs: number): Outlook | undefined {
  const width = bucketWidth(series.starts);
  const fromMs = (series.starts.at(-1) ?? 0) + width;
  if (width === 0 || toMs <= fromMs) return undefined;
  return byPattern(series, fromMs, toMs) ?? byPace(series, fromMs, toMs, width);
}

function byPattern(series: Series, fromMs: number, toMs: number): Outlook | undefined {
  const forecast = forecastTotal(series, { from: fromMs, to: toMs });
  if (forecast.total === undefined || forecast.toCome.length === 0) return undefined;
  const { expected: total, low, high } = forecast.total;
  // Errors as shares of the sum stay about the same, however far one looks.
  const share = total > 0 ? (high - low) / 2 / total : 0;
  const width = bucketWidth(series.starts);
  let expected = 0;
  const steps = forecast.toCome.map((step) => {
    expected += Math.max(0, step.expected);
    return { atMs: step.start + width, expected, spread: expected * share };
  });
  return { method: 'pattern', fromMs, steps };
}

function byPace({ values }: Series, fromMs: number, toMs: number, width: number): Outlook | undefined {
  const seen = values.filter(known);
  const count = seen.length;
  if (count === 0) return undefined;
  const mean = seen.reduce((sum, value) => sum + value, 0) / count;
  const variance = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  const steps = Array.from({ length: Math.ceil((toMs - fromMs) / width) }, (_, index) => {
    const ahead = index + 1;
    return {
      atMs: fromMs + ahead * width,
      expected: mean * ahead,
      spread: FOUR_OF_FIVE * Math.sqrt(variance * (ahead + ahead ** 2 / count)),
    };
  });
  return { method: 'pace', fromMs, steps };
}

/** What is to come if all goes on evenly as since a moment; for want of anything better, without a band. */
export function evenOutlook(
  spent: number,
  { fromMs, nowMs, toMs }: { fromMs: number; nowMs: number; toMs: number },
): Outlook | undefined {
  if (spent <= 0 || nowMs <= fromMs || toMs <= nowMs) return undefined;
  const expected = (spent / (nowMs - fromMs)) * (toMs - nowMs);
  return { method: 'pace', fromMs: nowMs, steps: [{ atMs: toMs, expected, spread: 0 }] };
}

/** The sums of an outlook at any moment: between two steps evenly, after the last one no more. */
export function sumsAt({ fromMs, steps }: Outlook, atMs: number): { expected: number; spread: number } {
  let before: OutlookStep = { atMs: fromMs, expected: 0, spread: 0 };
  for (const step of steps) {
    if (step.atMs >= atMs) {
      const share = Math.max(0, Math.min(1, (atMs - before.atMs) / (step.atMs - before.atMs)));
      return {
        expected: before.expected + share * (step.expected - before.expected),
        spread: before.spread + share * (step.spread - before.spread),
      };
    }
    before = step;
  }
  return { expected: before.expected, spread: before.spread };
}
