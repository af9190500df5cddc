import { userSummarySchema } from '@pharos/core/api/spans';
import { answerSchema } from '@pharos/core/question';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../testing/read-store.ts';
import { aModelCall } from '../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../testing/test-app.ts';

const NOON = 1_772_366_400_000_000_000n;
const question = {
  metrics: ['cost', 'modelCalls'],
  dimensions: ['model'],
  from: '2026-03-01T11:00:00Z',
  to: '2026-03-01T13:00:00Z',
  bucketSeconds: 3600,
};

let store: ReadStore;
let app: TestApp;
let reader: Client;
let stranger: Client;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  reader = app.withKey(await app.aKey(['read']));
  stranger = app.withKey(await app.aKey(['read'], (await app.aSecondProject()).projectId));
  const call = aModelCall({
    startNs: NOON - 1n,
    userId: 'ann@example.com',
    sessionId: 'a/b ?',
    input: { text: '你好' },
    attributes: new Map([['http.route', '/chat']]),
  });
  await store.put(app.projectId, { spans: [call] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

describe('POST /api/v1/query', () => {
  it('answers a question', async () => {
    const answer = await reader.post('/api/v1/query', question);
    expect(answer.as(answerSchema)).toMatchObject({
      buckets: ['2026-03-01T11:00:00.000Z', '2026-03-01T12:00:00.000Z'],
      series: [
        {
          group: ['gpt-4.1'],
          other: false,
          totals: { cost: 0.00036, modelCalls: 1 },
          exact: { cost: '0.00036' },
          points: { cost: [0.00036, 0], modelCalls: [1, 0] },
        },
      ],
    });
  });

  it('counts its buckets from 1970, where the times of the store begin', async () => {
    const range = { from: '1969-12-30T00:00:00Z', to: '1970-01-02T00:00:00Z' };
    const answer = await reader.post('/api/v1/query', { ...question, ...range, bucketSeconds: 86_400 });
    expect(answer.as(answerSchema).buckets).toEqual(['1970-01-01T00:00:00.000Z']);
  });

  it.each([
    ['an unknown metric', { metrics: ['joy'] }],
    ['a dimension that is a number', { dimensions: ['cost'] }],
    [
      'a filter that does not fit its field',
      { filters: [{ field: 'duration', op: 'contains', values: ['a'] }] },
    ],
    ['too many buckets', { bucketSeconds: 1 }],
    ['a range turned around', { to: '2026-03-01T10:00:00Z' }],
    ['a time that is none', { from: 'yesterday' }],
  ])('refuses %s', async (_, part) => {
    const answer = await reader.post('/api/v1/query', { ...question, ...part });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
  });
});

describe('GET /api/v1/sessions', () => {
  it('lists sessions by filter', async () => {
    const answer = await reader.get('/api/v1/sessions?filter=model:gpt-4.1');
    expect(answer.at('data.0')).toMatchObject({ sessionId: 'a/b ?', traceCount: 1, firstInput: '你好' });
    expect((await reader.get('/api/v1/sessions?filter=model:other')).at('data')).toEqual([]);
    expect((await reader.get('/api/v1/sessions?filter=modle:other')).status).toBe(400);
  });

  it('opens a session whatever its id looks like', async () => {
    const answer = await reader.get(`/api/v1/sessions/${encodeURIComponent('a/b ?')}`);
    expect(answer.at('session.sessionId')).toBe('a/b ?');
    expect(answer.at('traces.0.inputPreview')).toBe('你好');
  });
});

describe('GET /api/v1/users', () => {
  it('lists users and gives one', async () => {
    const ann = { userId: 'ann@example.com', traceCount: 1, tokens: 120, cost: '0.00036' };
    expect((await reader.get('/api/v1/users')).at('data.0')).toMatchObject(ann);
    expect((await reader.get('/api/v1/users/ann%40example.com')).as(userSummarySchema)).toMatchObject(ann);
    expect((await reader.get('/api/v1/users/nobody')).status).toBe(404);
  });
});

describe('GET /api/v1/suggest', () => {
  it.each([
    ['field=model&text=GPT', [{ value: 'gpt-4.1', count: 1 }]],
    ['field=attr.', [{ value: 'http.route', count: 1 }]],
    ['field=attr.http.route', [{ value: '/chat', count: 1 }]],
    ['field=model&to=2026-01-01T00:00:00Z', []],
    ['field=nonsense', []],
    ['field=constructor', []],
    ['field=__proto__', []],
  ])('offers what %s asks for', async (query, data) => {
    expect((await reader.get(`/api/v1/suggest?${query}`)).at('data')).toEqual(data);
  });
});

it('shows nothing of this to another project', async () => {
  expect((await stranger.post('/api/v1/query', question)).at('series')).toEqual([]);
  for (const path of ['sessions', 'users', 'suggest?field=model', 'traces']) {
    expect((await stranger.get(`/api/v1/${path}`)).at('data'), path).toEqual([]);
  }
  for (const path of [`sessions/${encodeURIComponent('a/b ?')}`, 'users/ann%40example.com']) {
    const answer = await stranger.get(`/api/v1/${path}`);
    expect([answer.status, answer.at('error.code')], path).toEqual([404, 'not_found']);
  }
});
