import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownRequests, readRecording } from '../../../testing/recordings.ts';
import { type LangfuseClient, startLangfuse } from '../testing/client.ts';
import { at, story } from '../testing/story.ts';

let langfuse: Awaited<ReturnType<typeof startLangfuse>>;
let client: LangfuseClient;
let other: LangfuseClient;
beforeAll(async () => {
  langfuse = await startLangfuse();
  client = await langfuse.client();
  other = await langfuse.client();
  await client.tell(...story('t1'));
  await client.tell(
    {
      type: 'trace-create',
      body: { id: 't2', timestamp: at(60_000), name: 'greet', userId: 'bob', tags: ['eu'] },
    },
    {
      type: 'trace-create',
      body: { id: 't3', timestamp: at(120_000), sessionId: 'chat-1', environment: 'stage' },
    },
    // Of this trace nothing is told but that it has a step.
    { type: 'span-create', body: { id: 's4', traceId: 't4', startTime: at(180_000), endTime: at(181_000) } },
  );
  await other.tell({
    type: 'trace-create',
    body: { id: 't9', timestamp: at(0), name: 'support', sessionId: 'theirs' },
  });
});
afterAll(() => langfuse.server.close());

const list = async (query: Record<string, string | string[]> = {}, by = client) => {
  const { status, body } = await by.get('traces', query);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body.data as { id: string }[]).map(({ id }) => id).join(' ');
};
const filter = (column: string, operator: string, value?: unknown, more: object = {}) =>
  JSON.stringify([{ type: 'string', column, operator, value, ...more }]);

const CORE = () => ({
  id: 't1',
  projectId: client.project.projectId,
  externalId: null,
  timestamp: at(0),
  name: 'support',
  userId: 'ada',
  sessionId: 'chat-1',
  release: '1.0',
  version: 'v7',
  environment: 'prod',
  public: true,
  bookmarked: false,
  tags: ['eu', 'vip'],
  createdAt: at(0),
  updatedAt: at(100),
  htmlPath: `/p/${client.project.projectId}/traces/t1`,
});
const IO = {
  input: { question: 'Where is my parcel?' },
  output: 'On its way.',
  metadata: { channel: 'web', nested: { a: 1 } },
};

describe('GET /traces', () => {
  test('lists traces with the ids of what belongs to them', async () => {
    const { body } = await client.get('traces', { userId: 'ada' });
    expect(body).toEqual({
      data: [
        {
          ...CORE(),
          ...IO,
          latency: 0.1,
          totalCost: 0.75,
          observations: ['t1-e', 't1-g', 't1-s'],
          scores: ['t1-1', 't1-2'],
        },
      ],
      meta: { page: 1, limit: 50, totalItems: 1, totalPages: 1 },
    });
  });

  test('leaves out what is not asked for', async () => {
    const { body } = await client.get('traces', { userId: 'ada', fields: 'core' });
    expect(body.data).toEqual([{ ...CORE(), latency: -1, totalCost: -1, observations: [], scores: [] }]);
  });

  test.each([
    [{}, 't4 t3 t2 t1'],
    [{ orderBy: 'timestamp.asc' }, 't1 t2 t3 t4'],
    [{ page: '2', limit: '3' }, 't1'],
    [{ page: '9', limit: '3' }, ''],
    [{ name: 'support' }, 't1'],
    [{ name: 'search' }, ''],
    [{ userId: 'bob' }, 't2'],
    [{ sessionId: 'chat-1' }, 't3 t1'],
    [{ tags: 'eu' }, 't2 t1'],
    [{ tags: ['eu', 'vip'] }, 't1'],
    [{ tags: 'eu,vip' }, 't1'],
    [{ version: 'v7' }, 't1'],
    [{ release: '1.0' }, 't1'],
    [{ environment: ['prod', 'stage'] }, 't3 t1'],
    [{ environment: 'default', userId: 'bob' }, 't2'],
    [{ fromTimestamp: at(1), toTimestamp: at(120_000) }, 't2'],
    [{ filter: filter('userId', '=', 'ada') }, 't1'],
    [{ filter: filter('tags', 'all of', ['eu', 'vip']) }, 't1'],
    [{ filter: filter('tags', 'any of', ['vip', 'x']) }, 't1'],
    [{ filter: filter('timestamp', '>', at(0)), userId: 'ada' }, 't4 t3 t2'],
    [{ filter: filter('latency', '>=', 1) }, 't4'],
    [{ filter: filter('totalCost', '>', 0.5) }, 't1'],
    [{ filter: filter('metadata', '=', 'web', { key: 'channel' }) }, 't1'],
    [{ filter: filter('name', '=', 'greet') }, 't2'],
    [{ filter: filter('sessionId', 'is null') }, 't4 t2'],
  ])('%j', async (query, ids) => {
    expect(await list(query)).toBe(ids);
  });

  test.each([
    [{ limit: '101' }, 'Invalid request data'],
    [{ page: '0' }, 'Invalid request data'],
    [{ orderBy: 'name.asc' }, 'Invalid request data'],
    [{ fields: 'all' }, 'Invalid request data'],
    [{ fromTimestamp: 'today' }, 'Invalid request data'],
    [{ fromTimestamp: at(1), toTimestamp: at(0) }, 'before its end'],
    [{ filter: '{' }, 'JSON array'],
    [{ filter: filter('bookmarked', '=', true) }, 'bookmarked is not supported'],
    [{ filter: filter('userId', 'starts with', 'a') }, '"starts with" is not supported'],
    [{ filter: filter('userId', '>', 'a') }, 'cannot be asked'],
    [{ filter: filter('metadata', '=', 'a') }, 'without a key'],
    [{ filter: filter('__proto__', '=', 'a') }, 'not supported'],
  ])('refuses %j', async (query, message) => {
    const { status, body } = await client.get('traces', query);
    expect([status, body.message]).toEqual([400, expect.stringContaining(message)]);
  });

  test('is of one project alone', async () => {
    expect(await list({}, other)).toBe('t9');
    const noReader = await langfuse.client(['ingest']);
    expect((await noReader.get('traces')).status).toBe(403);
  });
});

describe('GET /traces/:id', () => {
  test('has all observations and scores', async () => {
    const { body } = await client.get('traces/t1');
    expect(body).toMatchObject({ ...CORE(), ...IO, latency: 0.1, totalCost: 0.75 });
    expect(body.observations).toMatchObject([
      { id: 't1-s', type: 'SPAN', parentObservationId: null },
      { id: 't1-g', type: 'GENERATION', parentObservationId: 't1-s' },
      {
        id: 't1-e',
        type: 'EVENT',
        parentObservationId: null,
        level: 'WARNING',
        endTime: null,
        statusMessage: 'hm',
      },
    ]);
    expect(body.scores).toMatchObject([
      { id: 't1-1', dataType: 'BOOLEAN', value: 1, stringValue: 'True' },
      { id: 't1-2', dataType: 'CATEGORICAL', observationId: 't1-g', stringValue: 'kind' },
    ]);
  });

  test('can be only some of it', async () => {
    const { body } = await client.get('traces/t1', { fields: 'core,scores' });
    expect(body).toMatchObject({ observations: [], latency: -1, totalCost: -1 });
    expect(body.scores).toHaveLength(2);
    expect(body).not.toHaveProperty('input');
  });

  test('stands without a trace that was told of', async () => {
    const { body } = await client.get('traces/t4');
    expect(body).toMatchObject({ name: null, input: null, metadata: {}, latency: 1 });
    expect(body.observations).toMatchObject([{ id: 's4', parentObservationId: null }]);
  });

  test('is of its project alone', async () => {
    for (const [by, id] of [
      [client, 'none'],
      [client, 't9'],
      [other, 't1'],
    ] as const)
      expect(await by.get(`traces/${id}`)).toEqual({
        status: 404,
        body: { message: `Trace ${id} not found within authorized project`, error: 'LangfuseNotFoundError' },
      });
  });
});

test('a deletion that cannot be done is not said to be done', async () => {
  for (const path of ['traces/t1', 'traces']) {
    const { status, body } = await client.send(
      'DELETE',
      path,
      path === 'traces' ? { traceIds: ['t1'] } : undefined,
    );
    expect([status, body.error]).toEqual([501, 'NotImplementedError']);
  }
  expect((await client.get('traces/t1')).status).toBe(200);
});

test('what the SDK was recorded to tell is what it reads', async () => {
  const sdk = await langfuse.client();
  const recording = readRecording('langfuse-v3');
  for (const request of ownRequests(recording)) await langfuse.server.send(request, sdk.project.headers);
  const asked = recording.requests.filter(
    ({ method, path }) => method === 'GET' && /public\/traces/.test(path),
  );
  for (const { path } of asked) expect((await sdk.get(path.replace('/api/public/', ''))).status).toBe(200);
  const { body } = await sdk.get('traces');
  const ids = (body.data as { id: string }[]).map(({ id }) => id);
  const traces = await Promise.all(ids.map(async (id) => (await sdk.get(`traces/${id}`)).body));
  const observations = traces.flatMap((trace) => trace.observations as { type: string; level: string }[]);
  const { traces: count, spans, errors, embeddings } = recording.expected;
  expect(traces).toHaveLength(Number(count));
  expect(observations).toHaveLength(Number(spans));
  expect(observations.filter(({ level }) => level === 'ERROR')).toHaveLength(Number(errors));
  expect(observations.filter(({ type }) => type === 'EMBEDDING')).toHaveLength((embeddings as []).length);
  expect(traces.flatMap(({ scores }) => scores)).toHaveLength(2);
});

describe('sessions', () => {
  test('are listed by when they began', async () => {
    const { body } = await client.get('sessions');
    const { projectId } = client.project;
    expect(body).toEqual({
      data: [{ id: 'chat-1', createdAt: at(0), projectId, environment: 'prod' }],
      meta: { page: 1, limit: 50, totalItems: 1, totalPages: 1 },
    });
    expect((await client.get('sessions', { environment: 'dev' })).body.data).toEqual([]);
    expect((await client.get('sessions', { toTimestamp: at(0) })).body.data).toEqual([]);
  });

  test('are given with their traces', async () => {
    const { body } = await client.get('sessions/chat-1');
    expect(body).toMatchObject({
      id: 'chat-1',
      createdAt: at(0),
      traces: [{ id: 't1', ...IO }, { id: 't3' }],
    });
  });

  test('of another project are not there', async () => {
    const { status, body } = await client.get('sessions/theirs');
    expect([status, body.error]).toEqual([404, 'LangfuseNotFoundError']);
  });
});
