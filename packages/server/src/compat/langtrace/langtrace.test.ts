import type { ApiScore } from '@pharos/core/api/scores';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const TRACE = '0e8c4ec7c5774054b54960fd1522d6ca';
const SPAN = '8cf13500e1d3f609';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const ask = async (method: string, path: string, body?: unknown, of = project) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'x-api-key': of.secretKey, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};
const scores = async (of = project) =>
  (await server.get<{ data: ApiScore[] }>(`/api/v1/scores?traceId=${TRACE}`, of.headers)).data;
const vote = { userId: 'user-1042', userScore: 1, traceId: TRACE, spanId: SPAN };

describe('feedback of the Langtrace SDKs', () => {
  test('is looked up, given, and then changed', async () => {
    const path = `/api/evaluation?spanId=${SPAN}`;
    expect(await ask('GET', path)).toEqual({ status: 200, body: { evaluations: [] } });
    expect(await ask('POST', '/api/evaluation', vote)).toMatchObject({
      status: 200,
      body: { data: { spanId: SPAN, traceId: TRACE, userId: 'user-1042', userScore: 1 } },
    });
    expect((await ask('GET', path)).body.evaluations).toMatchObject([{ spanId: SPAN, userScore: 1 }]);
    await ask('PUT', '/api/evaluation', { ...vote, userScore: -1, reason: '太慢了' });
    expect(await scores()).toMatchObject([
      {
        traceId: TRACE,
        spanId: SPAN,
        name: 'user-feedback',
        type: 'numeric',
        value: -1,
        comment: '太慢了',
        source: 'feedback',
        author: 'user-1042',
      },
    ]);
  });

  test('is the same feedback however often it comes and however Python writes the ids', async () => {
    const asBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
    const asDecimal = (hex: string) => BigInt(`0x${hex}`).toString();
    for (const form of [asBase64, asDecimal, (hex: string) => `0x${hex}`])
      await ask('POST', '/api/evaluation', { ...vote, traceId: form(TRACE), spanId: form(SPAN) });
    expect(await scores()).toHaveLength(1);
    const path = `/api/evaluation?spanId=${encodeURIComponent(asBase64(SPAN))}`;
    expect((await ask('GET', path)).body.evaluations).toMatchObject([{ spanId: SPAN, userScore: 1 }]);
  });

  test('is every user’s own, and no other project’s', async () => {
    const other = await server.newProject();
    await ask('POST', '/api/evaluation', { ...vote, userId: 'user-2077' });
    await ask('POST', '/api/evaluation', { ...vote, userScore: 0.5 }, other);
    expect((await scores()).map(({ author }) => author).sort()).toEqual(['user-1042', 'user-2077']);
    expect(await scores(other)).toMatchObject([{ value: 0.5 }]);
  });

  test('may be given with a key that may do no more than send', async () => {
    const sender = await server.newProject(['ingest']);
    expect((await ask('GET', `/api/evaluation?spanId=${SPAN}`, undefined, sender)).status).toBe(200);
    expect((await ask('POST', '/api/evaluation', vote, sender)).status).toBe(200);
  });

  test('is refused when it names no span or no score', async () => {
    for (const body of [{}, [], { ...vote, spanId: 'x' }, { ...vote, userScore: 'good' }]) {
      const { status, body: told } = await ask('POST', '/api/evaluation', body);
      expect([status, told]).toEqual([400, { error: expect.any(String), message: expect.any(String) }]);
    }
    const wrong = await ask('GET', `/api/evaluation?spanId=${SPAN}`, undefined, {
      ...project,
      secretKey: 'x',
    });
    expect([wrong.status, wrong.body]).toEqual([
      401,
      { error: expect.any(String), message: expect.any(String) },
    ]);
  });
});

test('tells the project of a key, and that there is no such prompt', async () => {
  const { projectId } = project;
  expect((await ask('GET', '/api/project')).body).toEqual({ project: { id: projectId, name: projectId } });
  expect(await ask('GET', '/api/promptset?promptset_id=ps-1&version=3&variables.shop=x')).toMatchObject({
    status: 404,
    body: { error: 'There is no prompt set "ps-1".' },
  });
});
