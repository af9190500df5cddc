import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noTelemetry, testApp } from '../../testing/test-app.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const ask = async (path: string, headers: Record<string, string> = project.headers, method = 'GET') => {
  const answer = await fetch(`${server.url}${path}`, { method, headers });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

describe('what an SDK asks first', () => {
  test.each(['health', 'ready'])('%s is answered to anybody', async (path) => {
    expect(await ask(`/api/public/${path}`, {})).toEqual({
      status: 200,
      body: { status: 'OK', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
  });

  test.each(['health', 'ready'])('%s says so when a store is down', async (path) => {
    const check = () => Promise.reject(new Error('gone'));
    const app = await testApp({}, { telemetry: { ...noTelemetry, check } });
    const { status, text } = await app.nobody.get(`/api/public/${path}`);
    expect([status, JSON.parse(text)]).toEqual([
      503,
      { message: expect.any(String), error: 'ServiceUnavailableError' },
    ]);
    await app.close();
  });

  test('its project, by which it checks its keys', async () => {
    const { projectId: id } = project;
    const { body } = await ask('/api/public/projects');
    expect(body).toEqual({
      data: [{ id, name: id, organization: { id, name: id }, metadata: {} }],
    });
  });

  test('keys that are not known are refused in its words', async () => {
    for (const headers of [{}, { authorization: `Basic ${btoa('pk-lf-1:sk-lf-1')}` }])
      expect(await ask('/api/public/projects', headers)).toEqual({
        status: 401,
        body: { message: expect.any(String), error: 'UnauthorizedError' },
      });
    const { headers } = await server.newProject(['ingest']);
    expect(await ask('/api/public/projects', headers)).toMatchObject({
      status: 403,
      body: { error: 'ForbiddenError' },
    });
  });

  test('what is not here is said so in its words', async () => {
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(await ask('/api/public/v2/datasets/golden?x=1', project.headers, method)).toEqual({
        status: 404,
        body: {
          message: `Pharos has no ${method} /api/public/v2/datasets/golden.`,
          error: 'LangfuseNotFoundError',
        },
      });
  });
});

test('the page of a trace that its SDK names is the one of the product', async () => {
  const answer = await fetch(`${server.url}/project/p%2F1/traces/t?x=1`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/p/p%2F1/traces/t']);
});
