import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otlpRequests, readRecording } from '../../../testing/recordings.ts';
import { type LangfuseClient, startLangfuse } from '../testing/client.ts';
import { at, story } from '../testing/story.ts';

let langfuse: Awaited<ReturnType<typeof startLangfuse>>;
let client: LangfuseClient;
let other: LangfuseClient;
beforeAll(async () => {
  langfuse = await startLangfuse();
  client = await langfuse.client();
  other = await langfuse.client();
  await client.tell(...story('t1'), {
    type: 'agent-create',
    body: {
      id: 'a2',
      traceId: 't2',
      name: 'plan',
      startTime: at(60_000),
      level: 'ERROR',
      statusMessage: 'no plan',
      output: {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
      },
    },
  });
  await other.tell(...story('t9'));
});
afterAll(() => langfuse.server.close());

const list = async (path: string, query: Record<string, string | string[]> = {}, by = client) => {
  const { status, body } = await by.get(path, query);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body.data as { id: string }[]).map(({ id }) => id).join(' ');
};

const ANSWER = {
  id: 't1-g',
  traceId: 't1',
  type: 'GENERATION',
  name: 'answer',
  startTime: at(40),
  endTime: at(100),
  parentObservationId: 't1-s',
  level: 'DEFAULT',
  statusMessage: null,
  version: 'v7',
  environment: 'prod',
};

describe('GET /observations', () => {
  test('gives an observation by every field', async () => {
    const { body } = await client.get('observations/t1-g');
    expect(body).toEqual({
      ...ANSWER,
      projectId: client.project.projectId,
      completionStartTime: at(50),
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where is my parcel?' },
      ],
      output: { role: 'assistant', content: 'On its way.' },
      metadata: { attempt: 1, long: 'x'.repeat(300) },
      model: 'gpt-4.1',
      modelParameters: { temperature: 0.2 },
      usage: {
        input: 100,
        output: 20,
        total: 120,
        unit: 'TOKENS',
        inputCost: 0.5,
        outputCost: 0.25,
        totalCost: 0.75,
      },
      usageDetails: { input: 60, input_cached_tokens: 40, output: 20, total: 120 },
      costDetails: { input: 0.5, output: 0.25, total: 0.75 },
      calculatedInputCost: 0.5,
      calculatedOutputCost: 0.25,
      calculatedTotalCost: 0.75,
      promptId: null,
      promptName: 'support',
      promptVersion: 3,
      latency: 0.06,
      timeToFirstToken: 0.01,
      createdAt: at(40),
      updatedAt: at(100),
      modelId: expect.any(String),
      inputPrice: null,
      outputPrice: null,
      totalPrice: null,
      unit: 'TOKENS',
      promptTokens: 100,
      completionTokens: 20,
      totalTokens: 120,
    });
  });

  test('tells calls of tools as a chat does, and what has not ended', async () => {
    const { body } = await client.get('observations/a2');
    expect(body).toMatchObject({
      type: 'AGENT',
      level: 'ERROR',
      statusMessage: 'no plan',
      endTime: null,
      latency: null,
      output: {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
      },
    });
  });

  test.each([
    [{}, 'a2 t1-e t1-g t1-s'],
    [{ limit: '2', page: '2' }, 't1-g t1-s'],
    [{ type: 'GENERATION' }, 't1-g'],
    [{ name: 'search' }, 't1-s'],
    [{ traceId: 't1' }, 't1-e t1-g t1-s'],
    [{ traceId: 't9' }, ''],
    [{ userId: 'ada' }, 't1-e t1-g t1-s'],
    [{ parentObservationId: 't1-s' }, 't1-g'],
    [{ level: 'WARNING' }, 't1-e'],
    [{ level: 'ERROR' }, 'a2'],
    [{ level: 'DEFAULT' }, 't1-g t1-s'],
    [{ environment: 'prod' }, 't1-g t1-s'],
    [{ version: 'v7' }, 't1-g'],
    [{ fromStartTime: at(40), toStartTime: at(45) }, 't1-g'],
  ])('%j', async (query, ids) => {
    expect(await list('observations', query)).toBe(ids);
  });

  test('counts its pages', async () => {
    expect((await client.get('observations', { limit: '3' })).body.meta).toEqual({
      page: 1,
      limit: 3,
      totalItems: 4,
      totalPages: 2,
    });
  });

  test('is of one project alone', async () => {
    expect(await list('observations', {}, other)).toBe('t9-e t9-g t9-s');
    for (const id of ['t9-g', 'none', 't1'])
      expect(await client.get(`observations/${id}`)).toEqual({
        status: 404,
        body: {
          message: `Observation ${id} not found within authorized project`,
          error: 'LangfuseNotFoundError',
        },
      });
  });
});

describe('GET /v2/observations', () => {
  test('gives the core, and the groups that are asked for', async () => {
    const one = async (fields: Record<string, string>) => {
      const { body } = await client.get('v2/observations', { name: 'answer', ...fields });
      return (body.data as Record<string, unknown>[])[0];
    };
    const { level, statusMessage, name, version, environment, ...core } = ANSWER;
    const none = { modelId: null, inputPrice: null, outputPrice: null, totalPrice: null };
    const always = { ...core, ...none, projectId: client.project.projectId, isRootObservation: false };
    expect(await one({ fields: 'core' })).toEqual(always);
    expect(await one({})).toEqual({
      ...always,
      ...{ level, statusMessage, name, version, environment },
      bookmarked: false,
      public: false,
      userId: 'ada',
      sessionId: 'chat-1',
    });
    expect(await one({ fields: 'io,usage,metrics,trace_context' })).toEqual({
      ...always,
      input: JSON.stringify([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where is my parcel?' },
      ]),
      output: JSON.stringify({ role: 'assistant', content: 'On its way.' }),
      usageDetails: { input: 60, input_cached_tokens: 40, output: 20, total: 120 },
      costDetails: { input: 0.5, output: 0.25, total: 0.75 },
      totalCost: 0.75,
      usagePricingTierName: null,
      latency: 0.06,
      timeToFirstToken: 0.01,
      tags: ['eu', 'vip'],
      release: '1.0',
      traceName: 'support',
    });
    const metadata = async (more: object) =>
      ((await one({ fields: 'metadata', ...more })) as { metadata: { long: string } }).metadata.long.length;
    expect(await metadata({})).toBe(200);
    expect(await metadata({ expandMetadata: 'long,x' })).toBe(300);
  });

  test('goes on by cursor to the end', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await client.get('v2/observations', { limit: '3', ...(cursor && { cursor }) });
      seen.push(...(body.data as { id: string }[]).map(({ id }) => id));
      cursor = (body.meta as { cursor?: string }).cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['a2', 't1-e', 't1-g', 't1-s']);
  });

  const filter = (column: string, operator: string, value: unknown, more: object = {}) => ({
    filter: JSON.stringify([{ type: 'string', column, operator, value, ...more }]),
  });
  test.each([
    [{ isRootObservation: 'true' }, 'a2 t1-e t1-s'],
    [{ isRootObservation: 'false' }, 't1-g'],
    [{ parentObservationId: '' }, 'a2 t1-e t1-s'],
    [{ sessionId: 'chat-1' }, 't1-e t1-g t1-s'],
    [filter('type', 'any of', ['GENERATION', 'EVENT']), 't1-e t1-g'],
    [filter('id', 'any of', ['a2', 't1']), 'a2'],
    [filter('latency', '>', 0.03), 't1-g'],
    [filter('startTime', '<=', at(40)), 't1-g t1-s'],
    [filter('level', '=', 'ERROR'), 'a2'],
    [filter('isRootObservation', '=', true, { type: 'boolean' }), 'a2 t1-e t1-s'],
    [filter('metadata', '=', '1', { key: 'attempt' }), 't1-g'],
    [filter('model', 'contains', '4.1'), 't1-g'],
  ])('%j', async (query: Record<string, string>, ids) => {
    expect(await list('v2/observations', query)).toBe(ids);
  });

  test.each([
    { fields: 'everything' },
    { limit: '1001' },
    { type: 'STEP' },
    { parseIoAsJson: 'true' },
    { cursor: 'x' },
    { isRootObservation: 'maybe' },
    filter('input', 'matches', 'x'),
    filter('nothing', '=', 'x'),
  ])('refuses %j', async (query: Record<string, string>) => {
    expect((await client.get('v2/observations', query)).status).toBe(400);
  });
});

test('spans of OpenTelemetry are observations, their root among them', async () => {
  const sdk = await langfuse.client();
  const requests = otlpRequests(readRecording('langfuse-v5'), 'traces');
  for (const request of requests) await langfuse.server.send(request, sdk.project.headers);
  const { body } = await sdk.get('traces', { limit: '1', orderBy: 'timestamp.asc' });
  const [row] = body.data as { id: string; observations: string[] }[];
  const { body: trace } = await sdk.get(`traces/${row?.id}`);
  const observations = trace.observations as {
    id: string;
    parentObservationId: string | null;
    type: string;
  }[];
  expect(observations.map(({ id }) => id).sort()).toEqual(row?.observations);
  expect(observations.filter(({ parentObservationId }) => parentObservationId === null)).toHaveLength(1);
  expect(observations.map(({ type }) => type)).toContain('GENERATION');
});
