import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAdditive, metricNamed } from './metrics.ts';
import { type Answer, type Question, type QuestionInput, questionSchema } from './question.ts';
import { type Drawn, REFRESH_RULES, refreshOf, type Shown, withTail } from './refresh.ts';
import { bucketEdge } from './time-range.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-03-01T12:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const question = (over: Partial<QuestionInput> = {}): Question =>
  questionSchema.parse({
    metrics: ['spans'],
    from: iso(NOON - 120 * MINUTE),
    to: iso(NOON),
    bucketSeconds: 300,
    ...over,
  });

/** A span as far as this is about it. It is stored a while after it began. */
interface Row {
  startMs: number;
  storedMs: number;
  model: string;
  tokens: number;
  durationMs: number;
}

const FIGURES: Record<string, (rows: readonly Row[]) => number | null> = {
  spans: (rows) => rows.length,
  tokens: (rows) => rows.reduce((sum, { tokens }) => sum + tokens, 0),
  spanLatencyMax: (rows) =>
    rows.length === 0 ? null : Math.max(...rows.map(({ durationMs }) => durationMs)),
  users: (rows) => new Set(rows.map(({ tokens }) => tokens)).size,
};
const figureOf = (name: string, rows: readonly Row[]) => FIGURES[name]?.(rows) ?? null;

/** The whole answer, as the store gives it. */
function answerTo(
  { metrics, dimensions, from, to, limit, bucketSeconds = 1, bucketOffsetSeconds = 0 }: Question,
  rows: readonly Row[],
): Answer {
  const [fromMs, toMs, width] = [Date.parse(from), Date.parse(to), bucketSeconds * 1000];
  const offset = bucketOffsetSeconds * 1000;
  const edge = (ms: number) => Math.floor((ms + offset) / width) * width - offset;
  const first = edge(fromMs);
  const buckets = Array.from({ length: Math.ceil((toMs - first) / width) }, (_, i) => first + i * width);
  const inRange = rows.filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
  const groups =
    dimensions.length === 0 ? [[]] : [...new Set(inRange.map(({ model }) => model))].map((m) => [m]);
  const seriesOf = (group: string[], own: readonly Row[], other = false) => ({
    ...{ group, other, exact: {} },
    totals: Object.fromEntries(metrics.map((name) => [name, figureOf(name, own)])),
    points: Object.fromEntries(
      metrics.map((name) => [
        name,
        buckets.map((at) =>
          figureOf(
            name,
            own.filter(({ startMs }) => edge(startMs) === at),
          ),
        ),
      ]),
    ),
  });
  const ofGroup = ([model]: string[]) => inRange.filter((row) => model === undefined || row.model === model);
  const [leading = ''] = metrics;
  const ranked = groups
    .map((group) => seriesOf(group, ofGroup(group)))
    .sort(
      (a, b) =>
        (b.totals[leading] ?? 0) - (a.totals[leading] ?? 0) || (String(a.group) < String(b.group) ? -1 : 1),
    );
  const left = ranked.slice(limit).flatMap(({ group }) => ofGroup(group));
  const series = [
    ...ranked.slice(0, limit),
    ...(left.length > 0
      ? [
          seriesOf(
            dimensions.map(() => ''),
            left,
            true,
          ),
        ]
      : []),
  ];
  return { from, to, bucketSeconds, buckets: buckets.map(iso), series };
}

const aRow = fc
  .record({
    startMs: fc.integer({ min: NOON - 150 * MINUTE, max: NOON + 40 * MINUTE }),
    afterMs: fc.integer({ min: 0, max: REFRESH_RULES.lateMs }),
    model: fc.constantFrom('a', 'b', 'c', 'd'),
    tokens: fc.integer({ min: 0, max: 3 }),
    durationMs: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ afterMs, ...row }): Row => ({ ...row, storedMs: row.startMs + afterMs }));

/** What is drawn of an answer, where figures of the whole range are not. */
const drawnOf = ({ series, ...rest }: Answer, question: Question, drawn: Drawn) => ({
  ...rest,
  series: series
    .filter(
      ({ totals }) => question.dimensions.length === 0 || Object.values(totals).some((total) => total !== 0),
    )
    .map(({ totals, ...each }) => ({
      ...each,
      totals: Object.fromEntries(
        Object.entries(totals).filter(([name]) => {
          const metric = metricNamed(name);
          return drawn === 'totals' || (metric && isAdditive(metric));
        }),
      ),
    })),
});

describe('an answer that moves on', () => {
  it('is the whole answer, however often only its tail was asked', () => {
    fc.assert(
      fc.property(
        fc.array(aRow, { maxLength: 60 }),
        fc.record({
          metrics: fc.subarray(Object.keys(FIGURES), { minLength: 1 }),
          dimensions: fc.constantFrom<string[]>([], ['model']),
          limit: fc.constantFrom(2, 3, 20),
          bucketSeconds: fc.constantFrom(60, 300, 900),
          bucketOffsetSeconds: fc.constantFrom(0, 30, 120),
        }),
        fc.constantFrom<Drawn>('points', 'totals'),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
        (rows, asked, drawn, steps) => {
          let nowMs = NOON;
          const known = () => rows.filter(({ storedMs }) => storedMs <= nowMs);
          const now = (): Question => {
            const from = bucketEdge(nowMs - 120 * MINUTE, asked.bucketSeconds, asked.bucketOffsetSeconds);
            return question({ ...asked, from: iso(from), to: iso(nowMs) });
          };
          const whole = (of: Question): Shown => ({
            question: of,
            answer: answerTo(of, known()),
            askedAtMs: nowMs,
            wholeAtMs: NOON,
          });
          let shown = whole(now());
          for (const minutes of steps) {
            nowMs += minutes * MINUTE;
            const next = now();
            const refresh = refreshOf(shown, next, drawn, nowMs, {
              ...REFRESH_RULES,
              wholeEveryMs: 100 * MINUTE,
            });
            const tail = refresh.ask === 'tail' ? answerTo(refresh.question, known()) : undefined;
            const merged = refresh.ask === 'all' ? undefined : withTail(shown.answer, tail, next);
            if (merged) {
              expect(drawnOf(merged, next, drawn)).toEqual(drawnOf(answerTo(next, known()), next, drawn));
              shown = { ...shown, question: next, answer: merged, askedAtMs: nowMs };
            } else shown = whole(next);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

const shownAt = (asked: Question, askedAtMs = NOON, rows: readonly Row[] = []): Shown => ({
  question: asked,
  answer: answerTo(asked, rows),
  askedAtMs,
  wholeAtMs: askedAtMs,
});
const later = (over: Partial<QuestionInput> = {}) => question({ to: iso(NOON + 30_000), ...over });
const row = (model: string): Row => ({
  startMs: NOON - MINUTE,
  storedMs: NOON,
  model,
  tokens: 1,
  durationMs: 1,
});

describe('what is asked', () => {
  it('is the tail from the bucket in which late spans may still begin', () => {
    expect(refreshOf(shownAt(question()), later(), 'points', NOON + 30_000)).toEqual({
      ask: 'tail',
      question: later({ from: iso(NOON - 15 * MINUTE) }),
    });
    const nearly = refreshOf(shownAt(question(), NOON - 1), later(), 'points', NOON);
    expect(nearly).toMatchObject({ question: { from: iso(NOON - 20 * MINUTE) } });
  });

  it('is what was never asked, however long ago the answer was', () => {
    const old = shownAt(question(), NOON + 60 * MINUTE);
    const refresh = refreshOf(old, later(), 'points', NOON + 60 * MINUTE);
    expect(refresh).toMatchObject({ ask: 'tail', question: { from: iso(NOON) } });
  });

  it('is nothing when no span that may come can begin in the range', () => {
    const past = shownAt(question(), NOON + 20 * MINUTE);
    expect(refreshOf(past, question(), 'points', NOON + 21 * MINUTE)).toEqual({ ask: 'nothing' });
    expect(withTail(past.answer, undefined, question())).toEqual(past.answer);
  });

  it.each<[string, Partial<QuestionInput>, Drawn]>([
    ['there are no buckets', { bucketSeconds: undefined }, 'points'],
    ['the period before is compared', { compare: true }, 'points'],
    ['words are searched for in whole traces', { search: 'refund' }, 'points'],
    [
      'traces are filtered by what they cost',
      { filters: [{ field: 'cost', op: '>', values: [1] }] },
      'points',
    ],
    ['groups are ranked by what does not add up', { dimensions: ['model'], metrics: ['users'] }, 'points'],
    ['totals are drawn that do not add up', { metrics: ['latencyP95'] }, 'totals'],
    ['totals of money are drawn, which are exact', { metrics: ['cost'] }, 'totals'],
    ['totals of groups are drawn', { dimensions: ['model'] }, 'totals'],
    ['the range begins within a bucket', { from: iso(NOON - 119 * MINUTE) }, 'points'],
  ])('is everything when %s', (_, over, drawn) => {
    expect(refreshOf(shownAt(question(over)), later(over), drawn, NOON)).toEqual({ ask: 'all' });
  });

  it.each<[string, Partial<QuestionInput>]>([
    ['another filter', { filters: [{ field: 'model', op: '=', values: ['a'] }] }],
    ['other metrics', { metrics: ['tokens'] }],
    ['other buckets', { bucketSeconds: 60 }],
    ['an earlier time', { from: iso(NOON - 180 * MINUTE) }],
    ['less time', { to: iso(NOON - MINUTE) }],
    ['a range that has little of the old one', { from: iso(NOON - 15 * MINUTE) }],
  ])('is everything when it is for %s', (_, over) => {
    expect(refreshOf(shownAt(question()), later(over), 'points', NOON)).toEqual({ ask: 'all' });
  });

  it('is everything every so often, and when groups are left over', () => {
    const whole = shownAt(question());
    expect(refreshOf(whole, later(), 'points', NOON + 10 * MINUTE)).toEqual({ ask: 'all' });
    const split = { dimensions: ['model'], limit: 1 };
    const left = shownAt(question(split), NOON, [row('a'), row('b')]);
    expect(refreshOf(left, later(split), 'points', NOON)).toEqual({ ask: 'all' });
  });
});

it('a tail with more groups than are asked for makes no answer', () => {
  const split = { dimensions: ['model'], limit: 2 };
  const shown = answerTo(question(split), [row('a')]);
  const tailOf = (...rows: Row[]) => answerTo(later({ ...split, from: iso(NOON - 15 * MINUTE) }), rows);
  expect(withTail(shown, tailOf(row('b'), row('c')), later(split))).toBeUndefined();
  expect(withTail(shown, tailOf(row('b'), row('b'), row('c'), row('d')), later(split))).toBeUndefined();
  expect(withTail(shown, tailOf(row('b')), later(split))?.series).toHaveLength(1);
});
