import type { ApiScore } from '@pharos/core/api/scores';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecording } from '../../testing/recordings.ts';
import { type RunningApp, startTestServer } from '../../testing/test-server.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (headers: Record<string, string>, body: unknown) =>
  fetch(`${server.url}/v2/annotation-tasks/support-feedback/annotations`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('annotations of the Traceloop SDK, as recorded, become one score a tag, however often they are sent', async () => {
  const { headers } = await server.newProject();
  const request = readRecording('traceloop').requests.find(({ path }) => path.endsWith('/annotations'));
  if (!request) throw new Error('no annotations are recorded');
  await server.send(request, headers);
  await server.send(request, headers);
  const { data } = await server.get<{ data: ApiScore[] }>('/api/v1/scores', headers);
  expect(
    data.map(({ name, value, label, source, sessionId, author }) => [
      name,
      value,
      label,
      source,
      sessionId,
      author,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['score', 5, null, 'feedback', 'msg-1', 'support-bot'],
      ['sentiment', null, 'positive', 'feedback', 'msg-1', 'support-bot'],
    ]),
  );
  expect(data).toHaveLength(2);
});

test('an entity that is a trace is one; what is no annotation is refused with a reason', async () => {
  const { headers } = await server.newProject();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  expect(
    (await post(headers, { entity_instance_id: traceId, tags: { good: true }, flow: 'llm_feedback' })).status,
  ).toBe(200);
  const { data } = await server.get<{ data: ApiScore[] }>('/api/v1/scores', headers);
  expect(data).toMatchObject([{ traceId, type: 'boolean', value: 1, source: 'evaluation' }]);
  for (const body of [
    {},
    { entity_instance_id: '', tags: {} },
    { entity_instance_id: 'x', tags: { a: {} } },
  ]) {
    const answer = await post(headers, body);
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.any(String) }]);
  }
  expect((await post({}, {})).status).toBe(401);
});
