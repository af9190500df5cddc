import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineWeekQuery } from '../api/baselines.ts';
import { fieldNamed } from '../fields.ts';
import { metricNamed } from '../metrics.ts';
import type { Answer } from '../question.ts';
import { DAY, HOUR, hourly, MONDAY, NOISES, Seeded, workingWeek } from '../series/testing/seeded.ts';
import { atOnce } from '../turns.ts';
import { findBaselines } from './find-baselines.ts';
import { findWeek } from './find-week.ts';
import { howMuchItMatters } from './matters.ts';
import { watchQuestion, watchRange, weekRange } from './watch-range.ts';
import { DIMENSIONS, type Dimension, WATCHED, watchedOf } from './watched.ts';

/** A Friday evening after four weeks and some days. */
const NOW = MONDAY + 32 * DAY + 20 * HOUR + HOUR / 2;
const TODAY = watchRange('today', 'UTC', NOW);
const noon = MONDAY + 32 * DAY + 12 * HOUR;

/** What a group did in an hour: metric → figure. */
type Figures = (at: number) => Record<string, number | null>;
const answerOf = (dimension: Dimension, place: number, groups: Record<string, Figures>): Answer => {
  const question = WATCHED[dimension].questions[place];
  if (question === undefined) throw new Error('There is no such Question.');
  const { from, to, metrics } = watchQuestion(WATCHED[dimension], question, TODAY);
  const starts = hourly(Date.parse(from), (Date.parse(to) - Date.parse(from)) / HOUR);
  return {
    ...{ from, to, bucketSeconds: 3600, buckets: starts.map((at) => new Date(at).toISOString()) },
    series: Object.entries(groups).map(([name, figures]) => {
      const hours = starts.map(figures);
      const points = Object.fromEntries(
        metrics.map((each) => [each, hours.map((hour) => hour[each] ?? null)]),
      );
      const sums = metrics.map((each) => [
        each,
        (points[each] ?? []).reduce((a: number, b) => a + (b ?? 0), 0),
      ]);
      return {
        ...{ group: name === 'rest' ? [''] : name.split('/'), other: name === 'rest', exact: {}, points },
        totals: Object.fromEntries(sums),
      };
    }),
  };
};
const NOTHING = (dimension: Dimension, place: number) => answerOf(dimension, place, {});
/** What left its band among models. */
const ofModels = (groups: Record<string, Figures>, since = TODAY) =>
  atOnce(findBaselines('model', [answerOf('model', 0, groups), NOTHING('model', 1)], since));

const between = (at: number, from: number, hours: number) => at >= from && at < from + hours * HOUR;
/** A model that is steadily used, with some chance about it. */
const model = (
  seed: number,
  change: (at: number, was: Record<string, number>) => Record<string, number> = (_, was) => was,
): Figures => {
  const chance = new Seeded(seed);
  return (at) => {
    const calls = chance.poisson(20 + 200 * workingWeek(at));
    const tokens = calls * 1000 * (1 + 0.1 * chance.normal());
    return change(at, {
      modelCalls: calls,
      modelLatencyP95: 1000 * (1 + 0.1 * chance.normal()),
      spanErrorRate: chance.poisson(0.01 * calls) / calls,
      ...{ tokens, cost: tokens / 100_000 },
    });
  };
};
const slow = (at: number, was: Record<string, number>) =>
  between(at, noon, 4) ? { ...was, modelLatencyP95: 4 * (was.modelLatencyP95 ?? 0) } : was;

describe('what is watched', () => {
  it.each(DIMENSIONS)('of a %s are metrics that there are, of groups that can be asked for', (dimension) => {
    expect(fieldNamed(WATCHED[dimension].field)?.dimension).toBe(true);
    for (const question of WATCHED[dimension].questions) {
      const { metrics } = watchQuestion(WATCHED[dimension], question, TODAY);
      expect(metrics.filter((name) => metricNamed(name) === undefined)).toEqual([]);
    }
    const aspects = watchedOf(dimension).map(({ watched }) => watched.aspect);
    expect(new Set(aspects).size).toBe(aspects.length);
  });
});

describe('watchRange', () => {
  const now = Date.parse('2026-03-11T16:30:00Z');
  const iso = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    [fromMs, toMs].map((ms) => new Date(ms).toISOString());

  it('is since midnight where the reader is, in whole hours there', () => {
    expect(iso(watchRange('today', 'UTC', now))).toEqual([
      '2026-03-11T00:00:00.000Z',
      '2026-03-11T16:00:00.000Z',
    ]);
    expect(iso(watchRange('today', 'Asia/Shanghai', now))).toEqual([
      '2026-03-11T16:00:00.000Z',
      '2026-03-11T16:00:00.000Z',
    ]);
    expect(iso(watchRange('24h', 'Asia/Kolkata', now))).toEqual([
      '2026-03-10T16:30:00.000Z',
      '2026-03-11T16:30:00.000Z',
    ]);
  });

  it('asks for four weeks before it, and for an hour that begins when that of the reader does', () => {
    const [question] = WATCHED.model.questions;
    const asked = watchQuestion(WATCHED.model, question, watchRange('24h', 'Asia/Kolkata', now));
    expect(asked).toMatchObject({ from: '2026-02-10T16:30:00.000Z', bucketOffsetSeconds: 1800 });
  });
});

describe('findBaselines', () => {
  it.each(Object.entries(NOISES).filter(([name]) => name !== 'noise around 0'))(
    'finds nothing on quiet days of %s',
    (_, draw) => {
      const days = 12;
      let found = 0;
      for (let seed = 1; seed <= days; seed++) {
        const chance = new Seeded(seed);
        const quiet: Figures = (at) => {
          const level = workingWeek(at);
          const few = draw(level, chance);
          return { modelCalls: few, modelLatencyP95: 500 + draw(level, chance), tokens: 1e6 * few };
        };
        found += ofModels({ quiet }).departures.length;
      }
      expect(found).toBe(0);
    },
  );

  it('tells what was planted: what, which way, since when, and how far', () => {
    const { departures, judged } = ofModels({ one: model(1, slow), two: model(2) });
    expect(judged).toBe(8);
    expect(departures).toHaveLength(1);
    expect(departures[0]).toMatchObject({
      ...{ value: 'one', aspect: 'latency', direction: 'above', change: 'worse', lasting: false, times: 1 },
      ...{ from: new Date(noon).toISOString(), to: new Date(noon + 4 * HOUR).toISOString() },
    });
    const { expected = 0, actual = 0, deviations = 0 } = departures[0] ?? {};
    expect(expected).toBeGreaterThan(900);
    expect(expected).toBeLessThan(1100);
    expect(actual).toBeGreaterThan(3 * expected);
    expect(deviations).toBeGreaterThan(5);
  });

  it('ranks what many calls felt above what few did, and worse above better', () => {
    const quick = (at: number, was: Record<string, number>) =>
      between(at, noon, 4) ? { ...was, modelLatencyP95: (was.modelLatencyP95 ?? 0) / 4 } : was;
    const small =
      (figures: Figures): Figures =>
      (at) => {
        const hour = figures(at);
        return { ...hour, modelCalls: (hour.modelCalls ?? 0) / 10 };
      };
    const { departures } = ofModels({
      small: small(model(1, slow)),
      big: model(2, slow),
      better: model(3, quick),
    });
    expect(departures.map(({ value }) => value)).toEqual(['big', 'better', 'small']);
    expect(departures.map(({ change }) => change)).toEqual(['worse', 'better', 'worse']);
  });

  it('tells of money that is spent and money that is not', () => {
    const times = (factor: number) => (at: number, was: Record<string, number>) =>
      between(at, noon, 3) ? { ...was, cost: factor * (was.cost ?? 0) } : was;
    const { departures } = ofModels({ dear: model(1, times(5)), gone: model(2, times(0)) });
    expect(
      departures.map(({ value, aspect, direction, change }) => [value, aspect, direction, change]),
    ).toEqual([
      ['dear', 'cost', 'above', 'worse'],
      ['gone', 'cost', 'below', 'better'],
    ]);
    const [dear] = departures;
    expect(dear?.actual).toBeGreaterThan(4 * (dear?.expected ?? 0));
    expect(dear?.share).toBeGreaterThan(0.2);
  });

  it('does not shout of few calls: neither of one error nor of a slow one', () => {
    const chance = new Seeded(5);
    const few: Figures = (at) => ({
      modelCalls: 3,
      modelLatencyP95: between(at, noon, 1) ? 60_000 : 1000 + chance.normal(),
      spanErrorRate: between(at, noon, 1) ? 1 : 0,
    });
    const told = ofModels({ few });
    expect(told.departures).toEqual([]);
    expect(told.judged).toBe(2);
  });

  it('does not shout of one bad score among scores that are always good', () => {
    const chance = new Seeded(3);
    const liked = () => {
      const bad = chance.next() < 0.1 ? 2 : 0;
      return { scores: 10, scoreAvg: 1 - bad / 10 };
    };
    const answers = [
      answerOf('tool', 0, { one: () => ({ toolCalls: 10 }) }),
      answerOf('tool', 1, { 'one/liked': liked }),
    ];
    const told = atOnce(findBaselines('tool', answers, TODAY));
    expect(told.series).toMatchObject([{ score: 'liked', state: 'usual' }]);
  });

  it('does not take errors for odd that are as rare as always, though most hours have none', () => {
    const chance = new Seeded(11);
    const rare: Figures = () => ({ modelCalls: 20, spanErrorRate: chance.poisson(0.3) / 20 });
    expect(ofModels({ rare }).departures).toEqual([]);
    const more: Figures = (at) => ({
      modelCalls: 20,
      spanErrorRate: chance.poisson(at >= TODAY.fromMs ? 3 : 0.3) / 20,
    });
    const [found] = ofModels({ more }).departures;
    expect(found).toMatchObject({ aspect: 'errors', direction: 'above' });
    expect(found?.expected).toBeCloseTo(0.015, 2);
  });

  it('tells of what is somewhat off all day, though no hour of it is far off', () => {
    const [DAY_BEGAN, chance] = [TODAY.fromMs, new Seeded(7)];
    const scored =
      (today: number): Figures =>
      (at) => ({ scores: 20, scoreAvg: (at >= DAY_BEGAN ? today : 0.9) * (1 + 0.08 * chance.normal()) });
    const calls = () => ({ modelCalls: 100 });
    const told = atOnce(
      findBaselines(
        'model',
        [
          answerOf('model', 0, { worse: calls, same: calls, hardly: calls }),
          answerOf('model', 1, {
            'worse/helpful': scored(0.72),
            'same/helpful': scored(0.9),
            'hardly/helpful': scored(0.84),
          }),
        ],
        TODAY,
      ),
    );
    expect(told.departures).toHaveLength(1);
    expect(told.departures[0]).toMatchObject({
      ...{ value: 'worse', aspect: 'quality', direction: 'below', times: 1, lasting: true },
      from: new Date(DAY_BEGAN).toISOString(),
    });
    expect(told.departures[0]?.actual).toBeCloseTo(0.72, 1);
  });

  it('tells of an outage among calls that never failed, and no more surely than so many calls can', () => {
    const failing: Figures = (at) => ({ modelCalls: 40, spanErrorRate: between(at, noon, 2) ? 0.5 : 0 });
    const [outage] = ofModels({ failing }).departures;
    expect(outage).toMatchObject({
      aspect: 'errors',
      direction: 'above',
      change: 'worse',
      actual: 0.5,
      expected: 0,
    });
    expect(outage?.deviations).toBeCloseTo(2 * Math.sqrt(40), 9);
  });

  it('judges nothing of which little is known, and says so', () => {
    const young: Figures = (at) => (at < noon - 2 * DAY ? {} : model(1)(at));
    const told = ofModels({ young, old: model(2) });
    expect(told).toMatchObject({ judged: 4, tooLittleHistory: 4, departures: [] });
    expect(told.series.filter(({ state }) => state === 'tooLittleHistory').map(({ value }) => value)).toEqual(
      Array(4).fill('young'),
    );
  });

  it('leaves out what is beyond the biggest groups, and says how much that is', () => {
    const rest: Figures = (at) => ({ modelCalls: 25, ...slow(at, { modelLatencyP95: 100 }) });
    const told = ofModels({ one: () => ({ modelCalls: 75, tokens: 1 }), rest });
    expect(told.leftOut).toBeCloseTo(0.25, 9);
    expect(told.series.map(({ value }) => value)).toEqual(['one']);
  });

  it('keeps the scores of each name apart, of groups that are looked at', () => {
    const score = (was: number): Figures => {
      const chance = new Seeded(was);
      return (at) => ({
        scores: 30,
        scoreAvg: (between(at, noon, 5) ? 0.5 : 1) * was * (1 + 0.02 * chance.normal()),
      });
    };
    const chance = new Seeded(1);
    const steady: Figures = () => ({ scores: 30, scoreAvg: 4 * (1 + 0.02 * chance.normal()) });
    const word: Figures = () => ({ scores: 30, scoreAvg: null });
    const ofScores = {
      'one/faithful': score(0.9),
      'one/tone': word,
      'one/stars': steady,
      'step/faithful': score(0.9),
    };
    const told = atOnce(
      findBaselines(
        'route',
        [
          answerOf('route', 0, { one: () => ({ requests: 50, latencyP95: 200 }) }),
          answerOf('route', 1, ofScores),
        ],
        TODAY,
      ),
    );
    expect(
      told.series.filter(({ aspect }) => aspect === 'quality').map(({ score, state }) => [score, state]),
    ).toEqual([
      ['faithful', 'left'],
      ['stars', 'usual'],
    ]);
    expect(told.departures).toMatchObject([{ value: 'one', score: 'faithful', direction: 'below' }]);
  });

  it('shows a day of what left its band, however early it is', () => {
    const early = watchRange('today', 'UTC', noon - 10 * HOUR);
    const answer = answerOf('model', 0, {
      one: model(1, (at, was) => (at >= early.fromMs ? slow(noon, was) : was)),
    });
    const until = (answer.buckets ?? []).findIndex((start) => Date.parse(start) >= early.toMs);
    const cut: Answer = {
      ...answer,
      buckets: answer.buckets?.slice(0, until),
      series: answer.series.map(({ points = {}, ...each }) => ({
        ...each,
        points: Object.fromEntries(Object.entries(points).map(([name, all]) => [name, all.slice(0, until)])),
      })),
    };
    const [departure] = atOnce(findBaselines('model', [cut, NOTHING('model', 1)], early)).departures;
    expect(departure).toMatchObject({ aspect: 'latency', lasting: true });
    expect(departure?.course.starts).toHaveLength(24);
    expect(departure?.course.bands.every((band) => band !== null)).toBe(true);
  });
});

describe('howMuchItMatters', () => {
  const positive = fc.double({ min: 0.001, max: 1e9, noNaN: true });
  const weighed = fc.record({
    deviations: fc.double({ min: -1000, max: 1000, noNaN: true }),
    expected: fc.oneof(fc.constant(0), positive),
    actual: fc.oneof(fc.constant(0), positive),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    isBetter: fc.boolean(),
  });

  it('is from 0 to 100, whatever the unit', () => {
    fc.assert(
      fc.property(weighed, positive, (each, unit) => {
        const matters = howMuchItMatters(each);
        expect(matters).toBeGreaterThanOrEqual(0);
        expect(matters).toBeLessThanOrEqual(100);
        const { expected, actual } = each;
        expect(howMuchItMatters({ ...each, expected: unit * expected, actual: unit * actual })).toBeCloseTo(
          matters,
          6,
        );
      }),
    );
  });

  it('grows with how far off and with how much is affected, and is less for the better', () => {
    fc.assert(
      fc.property(weighed, weighed, (a, b) => {
        const less = {
          ...a,
          share: Math.min(a.share, b.share),
          deviations: Math.min(Math.abs(a.deviations), Math.abs(b.deviations)),
        };
        expect(howMuchItMatters(less)).toBeLessThanOrEqual(howMuchItMatters(a) + 1e-9);
        expect(howMuchItMatters({ ...a, isBetter: true })).toBeLessThanOrEqual(
          howMuchItMatters({ ...a, isBetter: false }),
        );
      }),
    );
  });
});

describe('findWeek', () => {
  const zone = 'Europe/Berlin';
  /** The Wednesday after clocks went on, on Sunday, 2026-03-29. */
  const now = Date.parse('2026-04-01T10:30:00Z');
  const week = weekRange(zone, now);
  const [question] = WATCHED.model.questions;
  /** Busy from nine to five by the clocks of Berlin: an hour earlier in UTC once they went on. */
  const busy = (at: number) => {
    const local = new Date(at + (at >= Date.parse('2026-03-29T01:00:00Z') ? 2 : 1) * HOUR).getUTCHours();
    return local >= 9 && local < 17 ? 1000 : 100;
  };
  const { from, to } = watchQuestion(WATCHED.model, question, week);
  const starts = hourly(Date.parse(from), (Date.parse(to) - Date.parse(from)) / HOUR);
  const answer: Answer = {
    ...{ from, to, bucketSeconds: 3600, buckets: starts.map((at) => new Date(at).toISOString()) },
    series: [
      {
        ...{ group: ['one'], other: false, totals: {}, exact: {} },
        points: { modelCalls: starts.map(() => 50), tokens: starts.map(busy) },
      },
    ],
  };

  it('has all hours of the week, those to come with what is usual alone', () => {
    const told = findWeek(answer, question, 'tokens', week);
    expect(told.season).toBe('hourOfWeek');
    expect([told.starts[0], told.starts.length]).toEqual(['2026-03-29T22:00:00.000Z', 168]);
    expect(told.values.indexOf(null)).toBe(2 * 24 + 12);
    expect(told.bands.every((band) => band !== null)).toBe(true);
  });

  it('goes by the hours that clocks show, also after they changed', () => {
    const { starts: hours, bands } = findWeek(answer, question, 'tokens', week);
    expect(bands.map((band) => band?.expected)).toEqual(hours.map((start) => busy(Date.parse(start))));
  });

  it('tells nothing of a group that there is not', () => {
    const told = findWeek({ ...answer, series: [] }, question, 'tokens', week);
    expect(told.season).toBe('none');
    expect([...told.values, ...told.bands].every((each) => each === null)).toBe(true);
  });
});

describe('what may be asked of a week', () => {
  const ask = (query: object) => baselineWeekQuery.safeParse({ value: 'one', ...query });

  it.each([
    [{ dimension: 'route', metric: 'cost' }, 'metric', 'of a route one of latencyP95'],
    [{ dimension: 'agent', metric: 'scoreAvg' }, 'score', 'name the score'],
    [{ dimension: 'agent', metric: 'cost', score: 'x' }, 'score', 'cost has no score'],
  ])('refuses %j', (query, path, message) => {
    const [issue] = ask(query).error?.issues ?? [];
    expect([issue?.path, issue?.message]).toEqual([[path], expect.stringContaining(message)]);
  });

  it('is anything that is watched', () => {
    for (const dimension of DIMENSIONS)
      for (const { watched, question } of watchedOf(dimension)) {
        const score = question.split.length > 0 ? { score: 'x' } : {};
        expect(ask({ dimension, metric: watched.metric, ...score }).error).toBeUndefined();
      }
  });
});
