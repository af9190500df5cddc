import type { Score } from '@pharos/core/score';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aScore, aSpan } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import type { ScoreFilter } from '../contract.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const START = 1_790_000_000_000_000_000n;
const at = (seconds: number) => START + BigInt(seconds) * 1_000_000_000n;
const iso = (seconds: number) => new Date(Number(at(seconds) / 1_000_000n)).toISOString();

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
});
afterAll(() => store.close());

describe('the list of scores', () => {
  beforeAll(async () => {
    const ann = { userId: 'ann', sessionId: 'talk' };
    await store.put(OURS, {
      spans: [
        aSpan({ traceId: 't1', spanId: 'root', ...ann }),
        aSpan({ traceId: 't1', spanId: 'call', parentSpanId: 'root', ...ann }),
        aSpan({ traceId: 't2', spanId: 'root', userId: 'bob' }),
      ],
      scores: [
        aScore({ scoreId: 'trace', traceId: 't1', value: 0.2, timeNs: at(1), environment: 'prod' }),
        aScore({ scoreId: 'span', traceId: 't1', spanId: 'call', value: 0.9, timeNs: at(2), configId: 'c' }),
        aScore({
          scoreId: 'session',
          traceId: '',
          sessionId: 'talk',
          name: 'tone',
          type: 'categorical',
          value: undefined,
          label: 'friendly',
          source: 'annotation',
          author: 'rev@example.com',
          timeNs: at(3),
        }),
        aScore({ scoreId: 'other', traceId: 't2', name: 'tone', source: 'feedback', timeNs: at(4) }),
        aScore({ scoreId: 'early', traceId: 'not there yet', timeNs: at(4) }),
      ],
    });
    await store.put(OURS, {
      scores: [
        aScore({
          scoreId: 'other',
          traceId: 't2',
          source: 'feedback',
          name: 'tone',
          value: 5,
          timeNs: at(5),
        }),
      ],
    });
    await store.put(THEIRS, {
      spans: [aSpan({ traceId: 't9', userId: 'ann', sessionId: 'talk' })],
      scores: [
        aScore({ scoreId: 'trace', traceId: 't1', value: 77 }),
        aScore({ scoreId: 'spy', traceId: 't9' }),
      ],
    });
  });

  const ids = async (filter: ScoreFilter) => {
    const { data } = await store.reader.scores(OURS, { ...filter, limit: 100 });
    expect(await store.reader.countScores(OURS, filter)).toBe(data.length);
    return data.map(({ scoreId }) => scoreId);
  };

  it('gives each score once, newest first, as it was last said', async () => {
    const { data, nextCursor } = await store.reader.scores(OURS, { limit: 5 });
    expect(data.map(({ scoreId }) => scoreId)).toEqual(['other', 'early', 'session', 'span', 'trace']);
    expect(data[0]).toMatchObject({ value: 5, time: iso(5) });
    expect(nextCursor).toBeNull();
  });

  it.each<[string, ScoreFilter, string[]]>([
    ['ids', { ids: ['span', 'spy', 'trace'] }, ['span', 'trace']],
    ['names', { names: ['tone', 'x'] }, ['other', 'session']],
    ['a source', { sources: ['annotation', 'feedback'] }, ['other', 'session']],
    ['a type', { types: ['categorical'] }, ['session']],
    ['a label', { labels: ['friendly'] }, ['session']],
    ['an author', { authors: ['rev@example.com'] }, ['session']],
    ['an environment', { environments: ['prod'] }, ['trace']],
    ['a config', { configIds: ['c'] }, ['span']],
    ['a trace, its spans included', { traceIds: ['t1', 't9'] }, ['span', 'trace']],
    ['a span', { spanIds: ['call'] }, ['span']],
    ['a session itself', { sessionIds: ['talk'] }, ['session']],
    ['a session and its traces', { ofSessions: ['talk'] }, ['session', 'span', 'trace']],
    ['a user', { ofUsers: ['ann'] }, ['session', 'span', 'trace']],
    ['several users', { ofUsers: ['ann', 'bob', ''] }, ['other', 'session', 'span', 'trace']],
    ['what is judged', { target: 'trace' }, ['other', 'early', 'trace']],
    ['a span as target', { target: 'span' }, ['span']],
    ['a session as target', { target: 'session' }, ['session']],
    ['a range of values, ends included', { minValue: 0.2, maxValue: 0.9 }, ['span', 'trace']],
    ['a range of time, half open', { from: iso(2), to: iso(4) }, ['session', 'span']],
    ['all at once', { ofUsers: ['ann'], names: ['helpfulness'], minValue: 0.5 }, ['span']],
    ['nothing of an empty list', { ids: [] }, []],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it('can be counted in pages by those who count pages', async () => {
    const { data } = await store.reader.scores(OURS, { limit: 2, offset: 2 });
    expect(data.map(({ scoreId }) => scoreId)).toEqual(['session', 'span']);
  });

  it('gives one score by its id, only to its own project', async () => {
    expect(await store.reader.score(OURS, 'trace')).toMatchObject({ value: 0.2 });
    expect(await store.reader.score(THEIRS, 'trace')).toMatchObject({ value: 77 });
    expect(await store.reader.score(OURS, 'spy')).toBeUndefined();
  });
});

it('is in pages what it is in whole, whatever is written again in whichever order', async () => {
  const said = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 8 }),
      second: fc.integer({ min: 0, max: 3 }),
      value: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(said, fc.integer({ min: 1, max: 4 }), async (words, limit) => {
      const scope = scopeTo(`property ${++run}`);
      const last = new Map<string, Score>();
      for (const { id, second, value } of words) {
        const score = aScore({ scoreId: `s${id}`, timeNs: at(second), value });
        last.set(score.scoreId, score);
        await store.put(scope, { scores: [score] });
      }
      const expected = [...last.values()].sort((a, b) =>
        a.timeNs === b.timeNs ? (a.scoreId < b.scoreId ? 1 : -1) : a.timeNs < b.timeNs ? 1 : -1,
      );
      const found: (number | null)[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.reader.scores(scope, { limit, cursor });
        found.push(...page.data.map(({ value }) => value));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(expected.map(({ value }) => value));
    }),
    { numRuns: 10 },
  );
}, 60_000);
