import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LangfuseClient, startLangfuse } from '../testing/client.ts';

let langfuse: Awaited<ReturnType<typeof startLangfuse>>;
let client: LangfuseClient;
beforeAll(async () => {
  langfuse = await startLangfuse();
  client = await langfuse.client();
  await client.tell({
    type: 'trace-create',
    body: { id: 't1', userId: 'ada', sessionId: 's1', tags: ['eu'], environment: 'prod' },
  });
});
afterAll(() => langfuse.server.close());

const give = async (body: Record<string, unknown>, by = client) => {
  const answer = await by.send('POST', 'scores', body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.id as string;
};
const idsOf = async (path: string, query: Record<string, string | string[]>, by = client) => {
  const { status, body } = await by.get(path, query);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body.data as { id: string }[]).map(({ id }) => id).sort();
};

describe('POST /scores', () => {
  test.each([
    ['a number', { value: 0.5 }, { dataType: 'NUMERIC', value: 0.5 }],
    ['a truth', { value: 1, dataType: 'BOOLEAN' }, { dataType: 'BOOLEAN', value: 1, stringValue: 'True' }],
    ['a category', { value: 'kind' }, { dataType: 'CATEGORICAL', value: 0, stringValue: 'kind' }],
    ['a text', { value: 'good', dataType: 'TEXT' }, { dataType: 'TEXT', stringValue: 'good' }],
  ])('takes %s', async (_, said, read) => {
    const id = await give({ name: 'kinds', traceId: 'other', comment: 'c', metadata: { a: 1 }, ...said });
    const { body } = await client.get(`v2/scores/${id}`);
    expect(body).toEqual({
      ...{ value: 0, ...read },
      id,
      traceId: 'other',
      observationId: null,
      sessionId: null,
      datasetRunId: null,
      name: 'kinds',
      source: 'API',
      environment: 'default',
      timestamp: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      authorUserId: null,
      comment: 'c',
      metadata: { a: 1 },
      configId: null,
      queueId: null,
    });
    expect((await client.get(`scores/${id}`)).body).toEqual(body);
  });

  test('replaces a score whose id is known', async () => {
    const id = await give({ id: 'mine', name: 'n', traceId: 'other', value: 1 });
    expect(id).toBe('mine');
    await give({ id: 'mine', name: 'n', traceId: 'other', value: 2 });
    expect((await client.get('v2/scores/mine')).body.value).toBe(2);
  });

  test.each([
    ['no name', { traceId: 't', value: 1 }, 'name'],
    ['nothing judged', { name: 'n', value: 1 }, 'traceId'],
    ['a value of another type', { name: 'n', traceId: 't', value: 'a', dataType: 'NUMERIC' }, 'number'],
    ['a config that is not there', { name: 'n', traceId: 't', value: 1, configId: 'x' }, 'config'],
    ['no object', ['x'], 'Invalid'],
  ])('refuses %s', async (_, body, said) => {
    const answer = await client.send('POST', 'scores', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(said);
  });

  test('needs the right to write', async () => {
    const reading = await langfuse.client(['read']);
    const answer = await reading.send('POST', 'scores', { name: 'n', traceId: 't', value: 1 });
    expect([answer.status, answer.body.error]).toEqual([403, 'ForbiddenError']);
  });
});

describe('lists of scores', () => {
  let lists: LangfuseClient;
  beforeAll(async () => {
    lists = await langfuse.client();
    await lists.tell({
      type: 'trace-create',
      body: { id: 't1', userId: 'ada', sessionId: 's1', tags: ['eu'], environment: 'prod' },
    });
    const score = (id: string, body: Record<string, unknown>) =>
      give({ id, name: 'tone', traceId: 't1', ...body }, lists);
    await score('a', { value: 1, environment: 'prod' });
    await score('b', { value: 2, observationId: 'o1' });
    await score('c', { value: 1, dataType: 'BOOLEAN', source: 'ANNOTATION' });
    await score('d', { value: 'kind', name: 'word', traceId: 't2' });
    await score('e', { value: 3, traceId: undefined, sessionId: 's1' });
  });

  test.each([
    [{}, 'a b c d e'],
    [{ name: 'word' }, 'd'],
    [{ traceId: 't1' }, 'a b c'],
    [{ observationId: 'o1,o2' }, 'b'],
    [{ sessionId: 's1' }, 'e'],
    [{ userId: 'ada' }, 'a b c e'],
    [{ source: 'ANNOTATION' }, 'c'],
    [{ dataType: 'NUMERIC' }, 'a b e'],
    [{ environment: ['prod', 'stage'] }, 'a'],
    [{ environment: 'default' }, 'b c d e'],
    [{ scoreIds: 'a,e' }, 'a e'],
    [{ value: '1', operator: '>', dataType: 'NUMERIC' }, 'b e'],
    [{ value: '2', operator: '<', dataType: 'NUMERIC' }, 'a'],
    [{ value: '2' }, 'b'],
    [{ fromTimestamp: '2020-01-01T00:00:00Z', toTimestamp: '2020-01-02T00:00:00Z' }, ''],
    [{ queueId: 'q' }, ''],
  ])('v2: %j', async (query, ids) => {
    expect((await idsOf('v2/scores', query, lists)).join(' ')).toBe(ids);
  });

  test('v2 pages, with what is known of the trace', async () => {
    const { body } = await lists.get('v2/scores', { limit: '2', page: '2' });
    expect(body.meta).toEqual({ page: 2, limit: 2, totalItems: 5, totalPages: 3 });
    expect(body.data).toHaveLength(2);
    const one = await lists.get('v2/scores', { scoreIds: 'a' });
    expect(one.body.data).toMatchObject([
      { id: 'a', trace: { userId: 'ada', tags: ['eu'], environment: 'prod', sessionId: 's1' } },
    ]);
    const bare = await lists.get('v2/scores', { scoreIds: 'a', fields: 'score' });
    expect((bare.body.data as object[])[0]).not.toHaveProperty('trace');
  });

  test.each([
    [{ dataType: 'boolean' }, 'c'],
    [{ source: 'api', name: 'tone,word' }, 'a b d e'],
    [{ traceId: 't1', observationId: 'o1' }, 'b'],
    [{ dataType: 'NUMERIC', valueMin: '2' }, 'b e'],
    [{ dataType: 'CATEGORICAL', value: 'kind,rude' }, 'd'],
    [{ dataType: 'BOOLEAN', value: 'true' }, 'c'],
    [{ dataType: 'BOOLEAN', value: 'false' }, ''],
    [{ id: 'a,b' }, 'a b'],
  ])('v3: %j', async (query, ids) => {
    expect((await idsOf('v3/scores', query, lists)).join(' ')).toBe(ids);
  });

  test('v3 goes on by cursor to the end, with the groups that are asked for', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await lists.get('v3/scores', {
        limit: '2',
        fields: 'subject',
        ...(cursor && { cursor }),
      });
      seen.push(...(body.data as { id: string }[]).map(({ id }) => id));
      cursor = (body.meta as { cursor?: string }).cursor;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    const { body } = await lists.get('v3/scores', { id: 'b,c,e', fields: 'subject,details' });
    const rows = body.data as { id: string }[];
    expect(rows.sort((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject([
      { value: 2, subject: { kind: 'observation', id: 'o1', traceId: 't1' }, comment: null },
      { value: true, subject: { kind: 'trace', id: 't1' } },
      { value: 3, subject: { kind: 'session', id: 's1' } },
    ]);
  });

  test.each([
    ['v2/scores', { limit: '101' }],
    ['v2/scores', { page: '0' }],
    ['v2/scores', { page: 'x' }],
    ['v2/scores', { fromTimestamp: 'yesterday' }],
    ['v2/scores', { dataType: 'STARS' }],
    ['v2/scores', { traceTags: 'eu' }],
    ['v3/scores', { fields: 'all' }],
    ['v3/scores', { observationId: 'o1' }],
    ['v3/scores', { traceId: 't1', sessionId: 's1' }],
    ['v3/scores', { value: '1' }],
    ['v3/scores', { valueMin: '1' }],
    ['v3/scores', { dataType: 'NUMERIC', value: 'x' }],
    ['v3/scores', { cursor: 'x' }],
  ])('%s refuses %j', async (path, query: Record<string, string>) => {
    const { status, body } = await lists.get(path, query);
    expect(status).toBe(400);
    expect(body).toEqual({ message: expect.any(String), error: expect.anything() });
  });

  test('are of one project alone', async () => {
    const other = await langfuse.client();
    expect(await idsOf('v2/scores', {}, other)).toEqual([]);
    expect((await other.get('v2/scores/a')).status).toBe(404);
    expect((await other.send('DELETE', 'scores/a')).status).toBe(404);
    expect((await lists.get('v2/scores/a')).status).toBe(200);
  });
});

test('a score is taken back', async () => {
  const id = await give({ name: 'gone', traceId: 't9', value: 1 });
  expect((await client.send('DELETE', `scores/${id}`)).status).toBe(202);
  expect(await client.get(`v2/scores/${id}`)).toEqual({
    status: 404,
    body: { message: `Score ${id} not found within authorized project`, error: 'LangfuseNotFoundError' },
  });
});

describe('score configs', () => {
  test('are made, listed, changed, and hold the scores that name them', async () => {
    const { body: config } = await client.send('POST', 'score-configs', {
      name: 'stars',
      dataType: 'NUMERIC',
      minValue: 1,
      maxValue: 5,
    });
    expect(config).toMatchObject({ dataType: 'NUMERIC', isArchived: false, minValue: 1, categories: [] });
    const configId = config.id as string;
    const score = { name: 'stars', traceId: 't1', configId };
    const refused = await client.send('POST', 'scores', { ...score, value: 6 });
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('at most 5')]);
    expect((await client.send('POST', 'scores', { ...score, value: 5 })).status).toBe(200);
    expect((await client.get(`score-configs/${configId}`)).body).toEqual(config);
    const changed = await client.send('PATCH', `score-configs/${configId}`, {
      isArchived: true,
      maxValue: null,
    });
    expect(changed.body).toMatchObject({ id: configId, isArchived: true, minValue: 1, maxValue: null });
    const list = await client.get('score-configs', { limit: '1' });
    expect(list.body.meta).toEqual({ page: 1, limit: 1, totalItems: 1, totalPages: 1 });
  });

  test('of truths and categories', async () => {
    const truths = await client.send('POST', 'score-configs', { name: 'ok', dataType: 'BOOLEAN' });
    expect(truths.body.categories).toHaveLength(2);
    const categories = [
      { label: 'bad', value: 0 },
      { label: 'good', value: 1 },
    ];
    const { body } = await client.send('POST', 'score-configs', {
      name: 'tone',
      dataType: 'CATEGORICAL',
      categories,
    });
    const id = await give({ name: 'tone', traceId: 't1', value: 'good', configId: body.id });
    expect((await client.get(`v2/scores/${id}`)).body).toMatchObject({
      dataType: 'CATEGORICAL',
      value: 1,
      stringValue: 'good',
      configId: body.id,
    });
  });

  test.each([
    [{ name: 'x', dataType: 'STARS' }],
    [{ name: 'x', dataType: 'CATEGORICAL' }],
    [{ name: 'x', dataType: 'NUMERIC', minValue: 2, maxValue: 1 }],
    [{ dataType: 'NUMERIC' }],
  ])('are refused: %j', async (body) => {
    expect((await client.send('POST', 'score-configs', body)).status).toBe(400);
  });

  test('of another project are not there', async () => {
    const { body } = await client.send('POST', 'score-configs', { name: 'ours', dataType: 'BOOLEAN' });
    const other = await langfuse.client();
    expect((await other.get(`score-configs/${body.id}`)).status).toBe(404);
    expect((await other.send('PATCH', `score-configs/${body.id}`, { isArchived: true })).status).toBe(404);
  });
});
