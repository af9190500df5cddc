import { describe, expect, it } from 'vitest';
import type { Answer } from '../question.ts';
import { backtestQuestion, momentsOf } from './backtest.ts';
import { replay } from './replay.ts';
import { type RuleInput, ruleInputSchema } from './rule.ts';
import type { MetricWatch } from './watch.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TO = Date.parse('2026-11-20T00:00:00Z');
const rule = (watch: Record<string, unknown>, more: Partial<RuleInput> = {}) => {
  const parsed = ruleInputSchema.parse({ name: 'r', watch: { kind: 'metric', ...watch } });
  return { ...parsed, ...more, watch: parsed.watch as MetricWatch };
};

/** An answer to what a backtest asks, with figures by the start of each bucket. */
function answerTo(
  watch: MetricWatch,
  fromMs: number,
  figures: (startMs: number) => Record<string, number | null>,
): Answer {
  const { from, to, bucketSeconds = 1, metrics } = backtestQuestion(watch, { fromMs, toMs: TO });
  const starts = Array.from(
    { length: Math.ceil((Date.parse(to) - Date.parse(from)) / bucketSeconds / 1000) },
    (_, i) => Date.parse(from) + i * bucketSeconds * 1000,
  );
  const told = starts.map(figures);
  const points = Object.fromEntries(metrics.map((name) => [name, told.map((each) => each[name] ?? null)]));
  const series = [{ group: [], other: false, totals: {}, exact: {}, points }];
  return { from, to, bucketSeconds, buckets: starts.map((ms) => new Date(ms).toISOString()), series };
}
const hours = (of: ReturnType<typeof replay>['episodes'], fromMs: number) =>
  of.map(({ firedAtMs, endedAtMs }) => [firedAtMs, endedAtMs].map((at) => at && (at - fromMs) / HOUR));

describe('a backtest', () => {
  const over = { kind: 'threshold', op: '>', limit: 0.1 };

  it('has windows of the rule itself where these are not too many, else such as fill a day', () => {
    const { watch } = rule({ metric: 'errorRate', condition: over });
    expect(backtestQuestion(watch, { fromMs: TO - DAY, toMs: TO })).toMatchObject({ bucketSeconds: 300 });
    const { bucketSeconds, limit } = backtestQuestion(watch, { fromMs: TO - 30 * DAY, toMs: TO });
    expect({ bucketSeconds, limit }).toEqual({ bucketSeconds: 1800, limit: 20 });
  });

  it('finds when a rule would have fired, and for how long', () => {
    const errors = rule({ metric: 'errorRate', windowSeconds: 3600, condition: over }, { forSeconds: 3600 });
    const from = TO - DAY;
    // Bad from the third hour to the sixth, and in the tenth alone.
    const bad = (start: number) => [3, 4, 5, 10].includes((start - from) / HOUR);
    const answer = answerTo(errors.watch, from, (start) => ({
      requests: 9,
      errorRate: bad(start) ? 0.5 : 0,
    }));
    const { episodes } = replay(errors, momentsOf(errors.watch, answer, from));
    expect(hours(episodes, from)).toEqual([[5, 7]]);
  });

  it('holds a window against the same one a day before, from the first on', () => {
    const condition = { kind: 'change', against: 'day', direction: 'below', percent: 50 };
    const fewer = rule({ metric: 'requests', windowSeconds: 3600, condition });
    const from = TO - DAY;
    const answer = answerTo(fewer.watch, from, (start) => ({
      requests: start >= from && start < from + 2 * HOUR ? 10 : 100,
    }));
    const { episodes } = replay(fewer, momentsOf(fewer.watch, answer, from));
    expect(hours(episodes, from)).toEqual([[1, 3]]);
  });

  it('makes the long window of a burn rate of short ones, by their rows', () => {
    const slo = rule({
      metric: 'successRate',
      condition: {
        kind: 'burnRate',
        objective: 0.99,
        windows: [{ longSeconds: 3600, shortSeconds: 900, factor: 10 }],
      },
    });
    const from = TO - DAY;
    // A quarter of an hour in which everything fails, with few requests and with many.
    const answer = answerTo(slo.watch, from, (start) => {
      const quarter = (start - from) / (HOUR / 4);
      return { requests: quarter === 8 ? 1 : 100, successRate: quarter === 8 || quarter === 40 ? 0 : 1 };
    });
    const { episodes } = replay(slo, momentsOf(slo.watch, answer, from));
    expect(hours(episodes, from)).toEqual([[10.25, 10.5]]);
  });

  it('learns what is usual of the weeks before', () => {
    const unusual = rule({
      metric: 'requests',
      windowSeconds: 3600,
      condition: { kind: 'anomaly', direction: 'above' },
    });
    const from = TO - DAY;
    const answer = answerTo(unusual.watch, from, (start) => {
      const hour = new Date(start).getUTCHours();
      return { requests: (hour < 8 ? 20 : 400) + (start === from + 5 * HOUR ? 200 : (start / HOUR) % 7) };
    });
    const { episodes } = replay(unusual, momentsOf(unusual.watch, answer, from));
    expect(hours(episodes, from)).toEqual([[6, 7]]);
  });

  it('says nothing of a window that is not over', () => {
    const errors = rule({ metric: 'errorRate', windowSeconds: 7 * 3600, condition: over });
    const answer = answerTo(errors.watch, TO - DAY, () => ({ requests: 9, errorRate: 1 }));
    const moments = momentsOf(errors.watch, answer, TO - DAY);
    expect(Math.max(...moments.map(({ atMs }) => atMs))).toBeLessThanOrEqual(TO);
  });
});
