import { once } from 'node:events';
import { request } from 'node:http';
import { answerLineSchema } from '@pharos/core/api/questions';
import { answerSchema } from '@pharos/core/question';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall } from '../../testing/spans.ts';
import { type Answer, type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const NOON_NS = 1_772_366_400_000_000_000n;
const range = { from: '2026-03-01T11:00:00Z', to: '2026-03-01T13:00:00Z' };
const question = (rest: object = {}) => ({ metrics: ['modelCalls'], ...range, ...rest });

let store: ReadStore;
let app: TestApp;
let reader: Client;
let secret: string;
/** Signals of the store's reader, in the order of asking; it does not answer a limit of 777. */
const signals: (AbortSignal | undefined)[] = [];
beforeAll(async () => {
  store = await openReadStore();
  const ask: typeof store.reader.ask = (scope, wanted, signal) => {
    signals.push(signal);
    if (wanted.limit !== 777) return store.reader.ask(scope, wanted, signal);
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  app = await testApp({}, { telemetry: { ...store.telemetry, reader: { ...store.reader, ask } } });
  secret = await app.aKey(['read']);
  reader = app.withKey(secret);
  await store.put(app.projectId, { spans: [aModelCall({ startNs: NOON_NS - 1n })] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const linesOf = ({ text }: Answer) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => answerLineSchema.parse(JSON.parse(line)))
    .sort((a, b) => a.index - b.index);

describe('POST /api/v1/questions', () => {
  it('answers each as POST /api/v1/query does, a line each', async () => {
    const questions = [
      question(),
      question({ metrics: ['cost'], bucketSeconds: 3600 }),
      question({ metrics: ['tokens'], dimensions: ['model'], compare: true }),
    ];
    const answer = await reader.post('/api/v1/questions', { questions });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    for (const [index, line] of linesOf(answer).entries()) {
      const alone = await reader.post('/api/v1/query', questions[index]);
      expect(line).toEqual({ index, answer: alone.as(answerSchema) });
    }
  });

  it('says of one that cannot be answered why, and answers the others', async () => {
    const questions = [question(), question({ bucketSeconds: 1 }), question({ metrics: ['tokens'] })];
    const lines = linesOf(await reader.post('/api/v1/questions', { questions }));
    expect(lines.map(({ answer }) => answer?.series[0]?.totals)).toEqual([
      { modelCalls: 1 },
      undefined,
      { tokens: 120 },
    ]);
    expect(lines[1]?.error).toEqual({
      code: 'invalid_request',
      message: 'That makes 7200 buckets, more than 2000: choose wider buckets or a shorter range.',
    });
  });

  it.each([
    ['a Question that is none', [question(), question({ metrics: ['joy'] })], '/questions/1/metrics/0'],
    ['a dimension that is none', [question({ dimensions: ['cost'] })], '/questions/0/dimensions/0'],
    ['no Questions', [], '/questions'],
    ['too many', Array.from({ length: 101 }, () => question()), '/questions'],
  ])('refuses %s and says where', async (_, questions, path) => {
    const answer = await reader.post('/api/v1/questions', { questions });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.at('error.details.0.path')).toBe(path);
  });

  it('shows nothing of this to another project, nor to a key that may not read', async () => {
    const { projectId } = await app.aSecondProject();
    const stranger = app.withKey(await app.aKey(['read'], projectId));
    const [line] = linesOf(await stranger.post('/api/v1/questions', { questions: [question()] }));
    expect(line?.answer?.series[0]?.totals).toEqual({ modelCalls: 0 });
    const sender = app.withKey(await app.aKey(['ingest']));
    expect((await sender.post('/api/v1/questions', { questions: [question()] })).status).toBe(403);
  });

  it('stops what it asks when the client has left', async () => {
    const url = await app.app.server.listen({ host: '127.0.0.1', port: 0 });
    const before = signals.length;
    const questions = [1, 2, 3].map((hours) =>
      question({ limit: 777, from: `2026-03-01T0${hours}:00:00Z`, dimensions: ['model'] }),
    );
    const sent = request(`${url}/api/v1/questions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    });
    sent.end(JSON.stringify({ questions: [question(), ...questions] }));
    const [response] = await once(sent, 'response');
    await once(response, 'data');
    const stopped = signals.slice(before).map((signal) => signal && once(signal, 'abort'));
    expect(stopped.length).toBeGreaterThan(0);
    sent.on('error', () => undefined);
    sent.destroy();
    await Promise.all(stopped);
    expect(signals.length).toBeLessThanOrEqual(before + 3);
  });

  it('is described, line by line', async () => {
    const described = await app.nobody.get('/openapi.json');
    expect(described.at('paths')).toHaveProperty(
      [
        '/api/v1/questions',
        'post',
        'responses',
        '200',
        'content',
        'application/x-ndjson',
        'schema',
        'required',
      ],
      ['index'],
    );
  });
});

it('tells at /metrics how Questions were answered', async () => {
  const answered = async (from: string) => {
    const { text } = await app.owner.get('/metrics');
    const line = text.split('\n').find((each) => each.startsWith(`pharos_answers_total{from="${from}"}`));
    return Number(line?.split(' ').at(-1));
  };
  const [kept, store] = [await answered('kept'), await answered('store')];
  const fresh = question({ limit: 31 });
  await reader.post('/api/v1/query', fresh);
  await reader.post('/api/v1/questions', { questions: [fresh, fresh] });
  expect([await answered('kept'), await answered('store')]).toEqual([kept + 2, store + 1]);
});
