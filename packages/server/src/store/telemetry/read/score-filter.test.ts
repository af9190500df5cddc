import { questionSchema } from '@pharos/core/question';
import type { Score } from '@pharos/core/score';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number): bigint => BigInt(NOON + minutes * 60_000) * 1_000_000n;
const label = (text: string): Partial<Score> => ({ type: 'categorical', value: undefined, label: text });
const truth = (value: boolean): Partial<Score> => ({ type: 'boolean', value: Number(value) });

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-03-01T12:00:00Z'));
  await store.put(OURS, {
    spans: [
      aSpan({ traceId: 'good', spanId: 'root', startNs: at(-10), userId: 'ann', sessionId: 'talk' }),
      aModelCall({
        traceId: 'good',
        spanId: 'call',
        parentSpanId: 'root',
        startNs: at(-9),
        userId: 'ann',
        sessionId: 'talk',
      }),
      aSpan({ traceId: 'bad', spanId: 'root', startNs: at(-20), userId: 'bob', sessionId: 'chat' }),
      aSpan({ traceId: 'also', spanId: 'root', startNs: at(-30), userId: 'bob', sessionId: 'chat' }),
      aSpan({ traceId: 'none', spanId: 'root', startNs: at(-40), userId: 'cid' }),
    ],
    scores: [
      aScore({ scoreId: '1', traceId: 'good', value: 0.9, source: 'evaluation', timeNs: at(60) }),
      aScore({
        scoreId: '2',
        traceId: 'good',
        spanId: 'call',
        name: 'tone',
        ...label('friendly'),
        timeNs: at(0),
      }),
      aScore({ scoreId: '3', traceId: 'bad', value: 0.1, timeNs: at(0) }),
      aScore({
        scoreId: '4',
        traceId: '',
        sessionId: 'chat',
        name: '有用 吗',
        ...truth(true),
        source: 'feedback',
        timeNs: at(0),
      }),
      aScore({ scoreId: '5', traceId: 'bad', name: 'tone', ...label('friendly'), timeNs: at(0) }),
      aScore({ scoreId: '6', traceId: 'gone', name: 'lost', timeNs: at(0) }),
      aScore({
        scoreId: '8',
        traceId: 'also',
        name: 'why',
        type: 'text',
        value: undefined,
        label: 'too long to be a category',
        timeNs: at(0),
      }),
    ],
  });
  await store.put(OURS, {
    scores: [aScore({ scoreId: '5', traceId: 'bad', name: 'tone', ...label('Rude'), timeNs: at(0) })],
  });
  await store.put(THEIRS, {
    spans: [aSpan({ traceId: 'none', spanId: 'root', startNs: at(-40), userId: 'eve' })],
    scores: [
      aScore({ scoreId: '7', traceId: 'none', value: 0.1, timeNs: at(0) }),
      aScore({ scoreId: '1', traceId: 'good', name: 'tone', ...label('spy'), timeNs: at(0) }),
    ],
  });
});
afterAll(() => store.close());

const traces = async (filter: string) =>
  (await store.reader.traces(OURS, listQuery(filter))).data.map(({ traceId }) => traceId);

describe('a list filtered by scores', () => {
  it.each([
    ['score:helpfulness', ['good', 'bad']],
    ['score:helpfulness,tone', ['good', 'bad']],
    ['has:score', ['good', 'bad', 'also']],
    ['-has:score', ['none']],
    ['-score:tone', ['also', 'none']],
    ['score:~HELP', ['good', 'bad']],
    ['score.helpfulness:<0.5', ['bad']],
    ['score.helpfulness:>=0.9', ['good']],
    ['score.helpfulness:0.90', ['good']],
    ['-score.helpfulness:0.9', ['bad', 'also', 'none']],
    ['has:score.tone', ['good', 'bad']],
    ['score.tone:friendly', ['good']],
    ['score.tone:~RUD', ['bad']],
    ['score.tone:>0', []],
    ['score.tone:""', []],
    ['score."有用 吗":true', ['bad', 'also']],
    ['score."有用 吗":1', ['bad', 'also']],
    ['score."有用 吗":false', []],
    ['-score."有用 吗":true', ['good', 'none']],
    ['scoreSource:feedback', ['bad', 'also']],
    ['score.why:~"too long"', ['also']],
    ['scoreLabel:~"too long"', []],
    ['scoreLabel:friendly,true', ['good', 'bad', 'also']],
    ['score.constructor:1', []],
    ['score:helpfulness score.tone:Rude user:bob', ['bad']],
  ])('%s', async (filter, expected) => {
    expect(await traces(filter)).toEqual(expected);
  });

  it('holds for sessions and users, by their traces', async () => {
    const sessions = async (filter: string) =>
      (await store.reader.sessions(OURS, listQuery(filter))).data.map(({ sessionId }) => sessionId);
    const users = async (filter: string) =>
      (await store.reader.users(OURS, listQuery(filter))).data.map(({ userId }) => userId);
    expect(await sessions('score.helpfulness:<0.5')).toEqual(['chat']);
    expect(await sessions('-score:helpfulness')).toEqual([]);
    expect(await users('score.tone:friendly')).toEqual(['ann']);
    expect(await users('-has:score')).toEqual(['cid']);
  });

  it('counts the spans of scored traces in a question', async () => {
    const { series } = await store.reader.ask(
      OURS,
      questionSchema.parse({
        metrics: ['spans', 'requests'],
        filters: [{ field: 'score.tone', op: '=', values: ['friendly'] }],
        from: '2026-03-01T11:00:00Z',
        to: '2026-03-01T12:00:00Z',
      }),
    );
    expect(series[0]?.totals).toEqual({ spans: 2, requests: 1 });
  });

  it('never looks at the scores of another project', async () => {
    expect(await traces('score.tone:spy')).toEqual([]);
    const theirs = await store.reader.traces(THEIRS, listQuery('score.helpfulness:<0.5'));
    expect(theirs.data.map(({ userId }) => userId)).toEqual(['eve']);
  });
});

describe('suggestions', () => {
  const offered = async (field: string, text = '') =>
    (await store.reader.suggest(OURS, { field, text, to: '2026-03-01T12:00:00Z' })).map(({ value }) => value);

  it('name scores, and what those of a name say', async () => {
    expect(await offered('score')).toEqual(['helpfulness', 'tone', 'lost', 'why', '有用 吗']);
    expect(await offered('score.', 'TON')).toEqual(['tone']);
    expect(await offered('score.tone')).toEqual(['Rude', 'friendly']);
    expect(await offered('score.有用 吗')).toEqual(['true']);
    expect(await offered('score.helpfulness')).toEqual([]);
    expect(await offered('score.why')).toEqual([]);
    expect(await offered('scoreLabel', 'fri')).toEqual(['friendly']);
    expect(await offered('score.tone', 'spy')).toEqual([]);
  });
});
