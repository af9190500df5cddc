import type { ApiScore } from '@pharos/core/api/scores';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecording } from '../../testing/recordings.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const { requests } = readRecording('langwatch');
const posted = requests.filter(({ method }) => method === 'POST');

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const scores = async () =>
  (await server.get<{ data: ApiScore[] }>('/api/v1/scores?limit=100', project.headers)).data;

test('all that LangWatch’s SDK posted is taken, and what it was told of quality becomes scores', async () => {
  for (const request of posted) await server.send(request, project.headers);
  const told = (await scores()).map(({ name, value, label, traceId, spanId }) => ({
    name,
    value,
    label,
    traceId,
    spanId,
  }));
  const [english, chinese] = ['72f02d5feae8acb30657033cc542d653', '8eeacbad72d0768f50a31f59aa0fcb10'];
  const row = (traceId: string | undefined, name: string, value: number, label: string | null = null) => [
    { name, value, label, traceId, spanId: null },
    { name: `${name}.passed`, value: 1, label: null, traceId, spanId: null },
  ];
  const judged = { traceId: '7bdcd6ebf386743ce3ad28d7583c3890', spanId: '983774d8960162fc' };
  const wanted = [
    // What the evaluator answered, which its span repeats.
    { name: 'faithfulness', value: 0.92, label: 'faithful', ...judged },
    { name: 'faithfulness.passed', value: 1, label: null, ...judged },
    ...row(english, 'exact', 1),
    ...row(chinese, 'exact', 1),
    // Two rows of the run: the SDK names the trace of the last one for both.
    ...row(chinese, 'ragas/faithfulness', 0.92, 'faithful'),
    ...row(chinese, 'ragas/faithfulness', 0.92, 'faithful'),
  ];
  const sorted = (list: object[]) => list.map((each) => JSON.stringify(each)).sort();
  expect(sorted(told)).toEqual(sorted(wanted));
});

test('nothing changes when it is sent again', async () => {
  const facts = (list: ApiScore[]) => list.map(({ time: _, ...score }) => JSON.stringify(score)).sort();
  const before = facts(await scores());
  for (const request of posted) await server.send(request, project.headers);
  expect(facts(await scores())).toEqual(before);
});

test('the prompt that it fetches is not here', async () => {
  const [asked] = requests.filter(({ method }) => method === 'GET');
  const answer = await fetch(`${server.url}${asked?.path}`, { headers: project.headers });
  expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ statusCode: 404 })]);
});
