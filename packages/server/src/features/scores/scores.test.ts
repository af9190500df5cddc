import { scorePageSchema, scoreSchema } from '@pharos/core/api/scores';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoreBook } from '../../store/telemetry/contract.ts';
import { NO_FOLDING } from '../../store/telemetry/testing/no-folding.ts';
import { EngineWriter } from '../../store/telemetry/writer.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type Answer, type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
let store: ReadStore;
let app: TestApp;
let sender: Client;
let reader: Client;
let stranger: Client;

beforeAll(async () => {
  store = await openReadStore();
  const writer = new EngineWriter(store.driver, NO_FOLDING);
  const scoreBook: ScoreBook = {
    put: (project, scores) => store.put(project, { scores: [...scores] }),
    remove: (projectId, ids) => writer.removeScores(projectId, ids),
  };
  app = await testApp({}, { telemetry: store.telemetry, scoreBook });
  const second = await app.aSecondProject();
  sender = app.withKey(await app.aKey(['ingest']));
  reader = app.withKey(await app.aKey(['read']));
  stranger = app.withKey(await app.aKey(['admin'], second.projectId));
  await store.put(app.projectId, { spans: [aSpan({ traceId: TRACE, userId: 'ann', sessionId: 'talk' })] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** Any JSON, where `post` takes an object. */
const give = (body: unknown, by = sender): Promise<Answer> => giveText(JSON.stringify(body), by);
const giveText = (payload: string, by = sender): Promise<Answer> =>
  by.send({
    method: 'POST',
    url: '/api/v1/scores',
    headers: { 'content-type': 'application/json' },
    payload,
  });
const ids = async (query: string) =>
  (await reader.get(`/api/v1/scores?${query}`)).as(scorePageSchema).data.map(({ scoreId }) => scoreId);

describe('POST /api/v1/scores', () => {
  it('takes one score and fills in what was not said', async () => {
    const answer = await give({ traceId: TRACE.toUpperCase(), name: ' helpfulness ', value: 0.5 });
    expect(answer.status).toBe(201);
    const score = scoreSchema.parse(answer.at('data.0'));
    expect(score).toEqual({
      scoreId: expect.stringMatching(/^[\da-f]{20}$/),
      traceId: TRACE,
      spanId: null,
      sessionId: null,
      name: 'helpfulness',
      type: 'numeric',
      value: 0.5,
      label: null,
      comment: null,
      source: 'api',
      author: null,
      environment: null,
      configId: null,
      metadata: null,
      time: '2026-03-01T12:00:00.000Z',
    });
    expect((await reader.get(`/api/v1/scores/${score.scoreId}`)).as(scoreSchema)).toEqual(score);
  });

  it('takes a list of all types and targets, as it was said', async () => {
    const said = [
      {
        scoreId: 'a',
        traceId: TRACE,
        spanId: 'B7AD6B7169203331',
        name: 'thumb',
        value: true,
        source: 'feedback',
        author: 'ann',
      },
      {
        scoreId: 'b',
        sessionId: 'talk',
        name: 'tone',
        value: 'friendly',
        comment: '很好',
        environment: 'prod',
        metadata: { by: ['x', null] },
      },
      {
        scoreId: 'c',
        traceId: 'run-1',
        name: 'why',
        type: 'text',
        value: 'short',
        source: 'evaluation',
        time: '2026-02-01T00:00:00.123456Z',
      },
    ];
    const answer = await give(said);
    expect(answer.at('data.0')).toMatchObject({ type: 'boolean', value: 1, spanId: 'b7ad6b7169203331' });
    for (const [i, id] of ['a', 'b', 'c'].entries()) {
      expect((await reader.get(`/api/v1/scores/${id}`)).as(scoreSchema)).toEqual(answer.at(`data.${i}`));
    }
    expect(answer.at('data.1')).toMatchObject({
      label: 'friendly',
      comment: '很好',
      metadata: { by: ['x', null] },
    });
    expect(answer.at('data.2')).toMatchObject({ type: 'text', time: '2026-02-01T00:00:00.123456Z' });
  });

  it('takes what it gave, and replaces the score of a known id', async () => {
    const [given] = (await reader.get('/api/v1/scores?scoreId=a')).as(scorePageSchema).data;
    expect((await give({ ...given, value: 0 })).status).toBe(201);
    expect(await ids('scoreId=a')).toEqual(['a']);
    expect((await reader.get('/api/v1/scores/a')).at('value')).toBe(0);
  });

  const ok = { traceId: TRACE, name: 'n', value: 1 };
  it.each<[string, unknown, string]>([
    ['no target', { name: 'n', value: 1 }, 'say what is judged'],
    ['a span without its trace', { spanId: 's', name: 'n', value: 1 }, 'named together with its trace'],
    ['two targets', { ...ok, sessionId: 's' }, 'not of both'],
    ['a target of another system', { runId: 'r', name: 'n', value: 1 }, 'runId'],
    ['an empty target', { ...ok, traceId: '' }, 'traceId'],
    ['no name', { traceId: TRACE, value: 1 }, 'name'],
    ['a blank name', { ...ok, name: ' ' }, 'name'],
    ['a long name', { ...ok, name: 'n'.repeat(201) }, 'name'],
    ['a long id', { ...ok, scoreId: 'n'.repeat(513) }, 'scoreId'],
    ['a long comment', { ...ok, comment: 'n'.repeat(65_537) }, 'comment'],
    ['large metadata', { ...ok, metadata: { a: 'n'.repeat(65_537) } }, '64 KiB'],
    ['nothing to judge by', { traceId: TRACE, name: 'n' }, 'needs a value or a label'],
    ['a value of another type', { ...ok, type: 'categorical' }, 'n needs a text as value or label'],
    ['an unknown type', { ...ok, type: 'stars' }, 'type'],
    ['an unknown source', { ...ok, source: 'nobody' }, 'source'],
    ['an unknown config', { ...ok, configId: 'x' }, 'no such score config'],
    ['a time that is none', { ...ok, time: 'yesterday' }, 'time'],
    ['an empty list', [], '1'],
    ['1001 scores', Array.from({ length: 1001 }, () => ok), '1000'],
    ['something else', 5, '0'],
  ])('refuses %s', async (_, body, said) => {
    const answer = await give(body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(said);
  });

  it('refuses numbers that are none', async () => {
    for (const value of ['NaN', 'Infinity', '1e999']) {
      const answer = await giveText(`{"traceId":"t","name":"n","value":${value}}`);
      expect(answer.status, value).toBe(400);
    }
  });

  it('takes all or nothing, and says which was wrong', async () => {
    const answer = await give([
      { ...ok, scoreId: 'good' },
      { ...ok, type: 'text' },
      { ...ok, configId: 'x' },
    ]);
    expect(answer.at('error.details')).toEqual([
      { path: '/1/value', message: 'n needs a text as value or label' },
      { path: '/2/configId', message: 'there is no such score config in this project' },
    ]);
    expect(await ids('scoreId=good')).toEqual([]);
  });

  it('is open to members in their own name, and to nobody who may only look', async () => {
    const member = await app.aMember('member');
    const url = `/api/v1/scores?project=${app.projectId}`;
    const mine = await member.post(url, { ...ok, author: 'somebody else' });
    expect(mine.at('data.0')).toMatchObject({ author: member.email, source: 'annotation' });
    const viewer = await app.aMember('viewer');
    expect((await viewer.post(url, ok)).status).toBe(403);
    expect((await give(ok, reader)).status).toBe(403);
    expect((await give(ok, app.nobody)).status).toBe(401);
    expect((await viewer.get(url)).status).toBe(200);
    expect((await sender.get('/api/v1/scores')).status).toBe(403);
  });
});

describe('GET /api/v1/scores', () => {
  it('filters by its parameters, several of which mean any', async () => {
    expect(await ids('name=thumb&name=tone&source=api&source=feedback')).toEqual(['b', 'a']);
    expect(await ids('sessionId=talk&name=tone')).toEqual(['b']);
    expect(await ids('userId=ann&type=boolean')).toEqual(['a']);
    expect(await ids(`traceId=${TRACE}&target=span`)).toEqual(['a']);
    expect(await ids('name=helpfulness&minValue=0.4&maxValue=0.6')).toHaveLength(1);
    expect(await ids('to=2026-02-02T00:00:00Z')).toEqual(['c']);
    expect(await ids('userId=nobody')).toEqual([]);
  });

  it('comes in pages', async () => {
    const first = (await reader.get('/api/v1/scores?name=thumb&name=tone&limit=1')).as(scorePageSchema);
    const next = `/api/v1/scores?name=thumb&name=tone&limit=1&cursor=${first.nextCursor}`;
    expect((await reader.get(next)).as(scorePageSchema)).toMatchObject({ nextCursor: null, data: [{}] });
  });

  it('refuses what makes no sense', async () => {
    for (const query of [
      'limit=0',
      'source=x',
      'target=user',
      'minValue=x',
      'from=now',
      'cursor=x',
      'name=',
    ]) {
      expect((await reader.get(`/api/v1/scores?${query}`)).status, query).toBe(400);
    }
  });
});

describe('DELETE /api/v1/scores/:scoreId', () => {
  it('takes a score back, which is then not there', async () => {
    await give({ scoreId: 'gone', traceId: TRACE, name: 'n', value: 1 });
    for (const by of [reader, sender]) expect((await by.delete('/api/v1/scores/gone')).status).toBe(403);
    const admin = app.withKey(await app.aKey(['admin']));
    expect((await admin.delete('/api/v1/scores/gone')).status).toBe(204);
    expect((await reader.get('/api/v1/scores/gone')).status).toBe(404);
    expect((await admin.delete('/api/v1/scores/gone')).status).toBe(404);
  });
});

it('shows and gives nothing of another project', async () => {
  expect((await stranger.get('/api/v1/scores')).at('data')).toEqual([]);
  for (const query of ['userId=ann', 'sessionId=talk', `traceId=${TRACE}`, 'scoreId=a']) {
    expect((await stranger.get(`/api/v1/scores?${query}`)).at('data'), query).toEqual([]);
  }
  expect((await stranger.get('/api/v1/scores/a')).status).toBe(404);
  expect((await stranger.delete('/api/v1/scores/a')).status).toBe(404);
  await give({ scoreId: 'a', traceId: TRACE, name: 'thumb', value: false }, stranger);
  expect((await reader.get('/api/v1/scores/a')).at('source')).toBe('feedback');
});

it('is described for those who read the API', async () => {
  const { text } = await app.nobody.get('/openapi.json');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
  expect(Object.keys(paths['/api/v1/scores'] ?? {}).sort()).toEqual(['get', 'post']);
  expect(Object.keys(paths['/api/v1/score-configs/{configId}'] ?? {}).sort()).toEqual(['get', 'patch']);
});
