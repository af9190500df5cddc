import { type Question, type QuestionInput, questionSchema } from '@pharos/core/question';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBus } from '../live/memory-bus.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';
import { type FilledStore, openFilledStore, THEIRS } from '../store/telemetry/read/testing/filled-store.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { aModelCall } from '../testing/spans.ts';
import { createAnswers } from './answers.ts';
import type { Outcome } from './page.ts';

/** The clock stands at 12:00. */
const LIVE = { from: '2026-03-01T11:00:00Z', to: '2026-03-01T12:00:10Z' };
const PAST = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T09:00:00Z' };
const NOON_MS = Date.parse('2026-03-01T12:00:00Z');
const question = (rest: Partial<QuestionInput> = {}): Question =>
  questionSchema.parse({ metrics: ['spans'], ...LIVE, ...rest });

let store: FilledStore;
let clock: ReturnType<typeof fakeClock>;
let bus: ReturnType<typeof createMemoryBus>;
/** What the store was asked, and what it is slow with. */
let asked: Question[];
let slowMs: number;
let spans = 0;
/** A new one for each test. */
let project: ProjectScope;
let projects = 0;

const answers = (rest: Partial<Parameters<typeof createAnswers>[0]> = {}) =>
  createAnswers({
    clock,
    bus,
    shared: false,
    reader: {
      ask: async (scope, wanted, signal) => {
        asked.push(wanted);
        const answer = await store.reader.ask(scope, wanted, signal);
        clock.advance(slowMs);
        return answer;
      },
    },
    ...rest,
  });

async function arrive(atMs = NOON_MS - 60_000, isKnown = true): Promise<void> {
  spans += 1;
  const startNs = BigInt(atMs) * 1_000_000n;
  const call = aModelCall({ traceId: `t${spans}`, spanId: `s${spans}`, startNs, endNs: startNs + 1n });
  await store.put(project, { spans: [call] });
  const traceIds = [call.traceId];
  bus.publish({ projectId: project, type: 'traces', traceIds, ...(isKnown && { earliestMs: atMs }) });
}

beforeAll(async () => {
  store = await openFilledStore(fakeClock());
});
afterAll(() => store.close());

beforeEach(async () => {
  clock = fakeClock();
  bus = createMemoryBus();
  asked = [];
  slowMs = 0;
  project = scopeTo(`project ${++projects}`);
  await arrive();
});

const figureOf = async (each: ReturnType<typeof answers>, wanted = question()) =>
  (await each.ask(project, wanted)).series[0]?.totals.spans;

describe('an answer is given again', () => {
  it('while nothing arrives, for ten minutes', async () => {
    const ours = answers();
    await ours.ask(project, question());
    clock.advance(599_999);
    expect(await figureOf(ours)).toBe(1);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await ours.ask(project, question());
    expect(asked).toHaveLength(2);
    expect(ours.kept.counts).toEqual({ hits: 1, joined: 0, misses: 2, evicted: 0 });
  });

  it('not after an arrival: what was acknowledged is seen', async () => {
    const ours = answers();
    expect(await figureOf(ours)).toBe(1);
    await arrive();
    expect(await figureOf(ours)).toBe(2);
  });

  it('after arrivals too when it took long, ten times as long but at most five seconds', async () => {
    const ours = answers();
    slowMs = 200;
    await ours.ask(project, question());
    await arrive();
    clock.advance(1_799);
    expect(await figureOf(ours)).toBe(1);
    clock.advance(1);
    slowMs = 3_000;
    expect(await figureOf(ours)).toBe(2);
    await arrive();
    clock.advance(1_999);
    expect(await figureOf(ours)).toBe(2);
    clock.advance(1);
    expect(await figureOf(ours)).toBe(3);
  });

  it('about the past, whatever arrives now', async () => {
    const ours = answers();
    await ours.ask(project, question(PAST));
    await arrive();
    expect(await figureOf(ours, question(PAST))).toBe(0);
    expect(asked).toHaveLength(1);
    await arrive(Date.parse('2026-03-01T08:30:00Z'));
    expect(await figureOf(ours, question(PAST))).toBe(1);
    await arrive(NOON_MS, false);
    await ours.ask(project, question(PAST));
    expect(asked).toHaveLength(3);
  });

  it('never about scores: who gives one looks at once', async () => {
    const ours = answers();
    const scores = question({ ...PAST, metrics: ['scores'] });
    slowMs = 200;
    await ours.ask(project, scores);
    await ours.ask(project, scores);
    expect(asked).toHaveLength(2);
  });

  it('only when it took long where other processes write', async () => {
    const ours = answers({ shared: true });
    await ours.ask(project, question());
    await ours.ask(project, question());
    expect(asked).toHaveLength(2);
    slowMs = 100;
    await ours.ask(project, question());
    await ours.ask(project, question());
    expect(asked).toHaveLength(3);
  });

  it('for a minute when it took long, where other processes tell of what they write, and not while they are not heard', async () => {
    let hearsOthers = true;
    const shared = {
      ...bus,
      get hearsOthers() {
        return hearsOthers;
      },
    };
    const ours = answers({ shared: true, bus: shared });
    slowMs = 100;
    await ours.ask(project, question());
    clock.advance(50_000);
    await ours.ask(project, question());
    expect(asked).toHaveLength(1);
    hearsOthers = false;
    await ours.ask(project, question());
    expect(asked).toHaveLength(2);
    hearsOthers = true;
    clock.advance(61_000);
    await ours.ask(project, question());
    expect(asked).toHaveLength(3);
  });

  it('to nobody of another project', async () => {
    const ours = answers();
    await ours.ask(project, question());
    expect((await ours.ask(THEIRS, question())).series[0]?.totals.spans).toBe(0);
    expect(asked).toHaveLength(2);
  });

  it('only for the same Question, whatever the order in which it is written', async () => {
    const ours = answers();
    await ours.ask(project, question());
    await ours.ask(project, { ...question(), limit: 3 });
    const { metrics, ...rest } = question();
    await ours.ask(project, { ...rest, metrics });
    expect(asked).toHaveLength(2);
  });

  it('not when it failed', async () => {
    const ours = answers();
    const turned = question({ to: '2026-03-01T10:00:00Z' });
    await expect(ours.ask(project, turned)).rejects.toThrow('`from` must be before `to`');
    await expect(ours.ask(project, turned)).rejects.toThrow('`from` must be before `to`');
    expect(asked).toHaveLength(2);
  });
});

it('the oldest answers make room for new ones, and nobody is listened to for nothing', async () => {
  const ours = answers({ maxKeptBytes: 10_000 });
  for (let limit = 1; limit <= 40; limit++) await ours.ask(project, question({ limit }));
  expect(ours.kept.counts.evicted).toBeGreaterThan(10);
  expect(ours.kept.bytes).toBeLessThanOrEqual(10_000);
  await ours.ask(project, question({ limit: 40 }));
  expect(asked).toHaveLength(40);
  await ours.ask(project, question({ limit: 1 }));
  expect(asked).toHaveLength(41);
});

describe('while an answer is on its way', () => {
  it('all who ask get that one', async () => {
    const ours = answers();
    const all = await Promise.all([1, 2, 3].map(() => ours.ask(project, question())));
    expect(asked).toHaveLength(1);
    expect(all[2]).toEqual(all[0]);
    expect(ours.kept.counts).toMatchObject({ joined: 2, misses: 1 });
  });

  it('whoever asks after an arrival is not told of the time before', async () => {
    const ours = answers();
    const early = ours.ask(project, question());
    await arrive();
    expect(await figureOf(ours)).toBe(2);
    await early;
    expect(await figureOf(ours)).toBe(2);
  });

  it('who leaves takes it from nobody else, and the last one stops it', async () => {
    let stop: AbortSignal | undefined;
    const ours = answers({
      reader: {
        ask: (_scope, _wanted, signal) => {
          stop = signal;
          return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        },
      },
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [first, second].map(({ signal }) => ours.ask(project, question(), signal));
    first.abort(new Error('gone'));
    await expect(waiting[0]).rejects.toThrow('gone');
    expect(stop?.aborted).toBe(false);
    second.abort(new Error('gone too'));
    await expect(waiting[1]).rejects.toThrow('gone too');
    expect(stop?.aborted).toBe(true);
  });

  it('who asks after everybody has left is answered', async () => {
    const ours = answers();
    const leaving = new AbortController();
    const left = ours.ask(project, question(), leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(await figureOf(ours)).toBe(1);
  });
});

const collect = async (page: AsyncIterable<Outcome>): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for await (const outcome of page) outcomes.push(outcome);
  return outcomes.sort((a, b) => a.index - b.index);
};

describe('a page', () => {
  it('is answered with as little as can be, each as if it were asked alone', async () => {
    const ours = answers();
    const page = [
      question({ metrics: ['cost'] }),
      question({ metrics: ['tokens'] }),
      question({ metrics: ['cost'] }),
      question({ metrics: ['cost'], dimensions: ['model'] }),
    ];
    const outcomes = await collect(ours.askAll(project, page));
    expect(asked.map(({ metrics }) => metrics)).toEqual([['cost', 'tokens'], ['cost']]);
    for (const [index, wanted] of page.entries())
      expect(outcomes[index]).toEqual({ index, answer: await store.reader.ask(project, wanted) });
  });

  it('keeps each answer for whoever asks it alone, and the other way round', async () => {
    const ours = answers();
    await ours.ask(project, question());
    await collect(ours.askAll(project, [question(), question({ metrics: ['cost'] })]));
    await ours.ask(project, question({ metrics: ['cost'] }));
    expect(asked.map(({ metrics }) => metrics)).toEqual([['spans'], ['cost']]);
  });

  it('fails in one place alone', async () => {
    const ours = answers();
    const outcomes = await collect(
      ours.askAll(project, [question(), question({ to: '2026-03-01T10:00:00Z' }), question(PAST)]),
    );
    expect(outcomes.map((outcome) => 'answer' in outcome)).toEqual([true, false, true]);
    expect(outcomes[1]).toMatchObject({ error: { code: 'invalid_request' } });
  });

  it('asks alone what failed together', async () => {
    const ours = answers({
      reader: {
        ask: (scope, wanted, signal) => {
          asked.push(wanted);
          return wanted.metrics.includes('latencyP99')
            ? Promise.reject(new Error('no memory'))
            : store.reader.ask(scope, wanted, signal);
        },
      },
    });
    const page = [question(), question({ metrics: ['latencyP99'] })];
    const outcomes = await collect(ours.askAll(project, page));
    expect(outcomes).toMatchObject([{ answer: { series: [{ totals: { spans: 1 } }] } }, { error: {} }]);
    expect(asked.map(({ metrics }) => metrics)).toEqual([['spans', 'latencyP99'], ['spans'], ['latencyP99']]);
  });

  it('has two statements in the store, with as many pages as there are', async () => {
    let running = 0;
    let most = 0;
    const ours = answers({
      reader: {
        ask: async (scope, wanted, signal) => {
          most = Math.max(most, ++running);
          return store.reader.ask(scope, wanted, signal).finally(() => {
            running -= 1;
          });
        },
      },
    });
    const pageOf = (metric: string) =>
      [1, 2, 3, 4, 5].map((limit) => question({ metrics: [metric], limit, dimensions: ['model'] }));
    await Promise.all(
      ['cost', 'tokens', 'spans'].map((metric) => collect(ours.askAll(project, pageOf(metric)))),
    );
    expect(most).toBe(2);
  });

  it('opened on two screens costs as much as on one', async () => {
    const ours = answers();
    const page = [1, 2, 3, 4, 5].map((limit) => question({ limit, dimensions: ['model'] }));
    await Promise.all([collect(ours.askAll(project, page)), collect(ours.askAll(project, page))]);
    expect(asked).toHaveLength(5);
  });

  it('asks no more than is taken', async () => {
    const ours = answers();
    const page = [1, 2, 3, 4, 5, 6].map((limit) => question({ limit, dimensions: ['model'] }));
    const taken = ours.askAll(project, page);
    await taken.next();
    await taken.next();
    expect(asked.length).toBeLessThanOrEqual(3);
    await taken.return();
  });

  it('ends when its reader leaves', async () => {
    const ours = answers();
    const leaving = new AbortController();
    const page = [1, 2, 3, 4, 5, 6].map((limit) => question({ limit, dimensions: ['model'] }));
    const taken = ours.askAll(project, page, leaving.signal);
    await taken.next();
    leaving.abort(new Error('gone'));
    await expect(taken.next()).rejects.toThrow('gone');
    expect(asked.length).toBeLessThanOrEqual(3);
  });
});
