import { retentionPreviewSchema, retentionSchema } from '@pharos/core/api/retention';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const DAY_MS = 86_400_000;

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer({ PHAROS_RETENTION: 'logs=60,rollups=forever' });
});
afterAll(() => server.close());
beforeEach(async () => {
  project = await server.newProject();
});

const send = async (method: string, path: string, body: unknown, of = project) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...of.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
};
const path = (rest = '', of = project) => `/api/v1/projects/${of.projectId}/retention${rest}`;
const keep = async (days: object) => retentionSchema.parse((await send('PUT', path(), { days })).body);
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');
const nsAgo = (days: number) => String(BigInt(Date.now() - days * DAY_MS) * 1_000_000n);

const spans = (...daysAgo: number[]) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: daysAgo.map((days, i) => ({
            traceId: hex(i + 1, 32),
            spanId: hex(i + 1, 16),
            name: 'chat',
            startTimeUnixNano: nsAgo(days),
            endTimeUnixNano: nsAgo(days),
          })),
        },
      ],
    },
  ],
});
const logs = (...daysAgo: number[]) => ({
  resourceLogs: [
    {
      scopeLogs: [
        { logRecords: daysAgo.map((days) => ({ timeUnixNano: nsAgo(days), body: { stringValue: 'hi' } })) },
      ],
    },
  ],
});
const points = (...daysAgo: number[]) => ({
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          metrics: [
            {
              name: 'queue',
              gauge: { dataPoints: daysAgo.map((days) => ({ timeUnixNano: nsAgo(days), asInt: '1' })) },
            },
          ],
        },
      ],
    },
  ],
});
const refusedTotal = async (signal: string) => {
  const text = await (await fetch(`${server.url}/metrics`, { headers: project.headers })).text();
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`pharos_rejected_total{signal="${signal}",reason="too_old"}`));
  return Number(line?.split(' ').at(-1) ?? 0);
};

test('A project keeps what all keep unless it says so itself, texts no longer than spans and sums no less', async () => {
  expect(await server.get(path(), project.headers)).toMatchObject({
    days: {},
    effective: { logs: 60, spans: null, payloads: null, presence: 400, rollups: null },
    spansFrom: null,
  });
  const { days, effective } = await keep({ spans: 30, payloads: 90, rollups: 7, logs: null });
  expect(days).toEqual({ spans: 30, payloads: 90, rollups: 7, logs: null });
  expect(effective).toMatchObject({ spans: 30, payloads: 30, rollups: 30, logs: null });
  const theirs = await server.newProject();
  expect(await server.get(path('', theirs), theirs.headers)).toMatchObject({ effective: { spans: null } });
});

test('What cannot be kept is refused', async () => {
  for (const days of [{ spans: 0 }, { spans: 1.5 }, { traces: 9 }, { spans: '30' }, { spans: 99_999 }])
    expect([days, (await send('PUT', path(), { days })).status]).toEqual([days, 400]);
});

test('Readers see it, admins set it and ask what it would remove, and nobody of another project does', async () => {
  const reader = await server.newProject(['read', 'ingest']);
  expect((await send('PUT', path('', reader), { days: {} }, reader)).status).toBe(403);
  expect((await send('POST', path('/preview', reader), { days: {} }, reader)).status).toBe(403);
  expect(await server.get(path('', reader), reader.headers)).toMatchObject({ days: {} });
  expect((await send('PUT', path(), { days: {} }, reader)).status).toBe(403);
});

test('A change is in the audit log, with what was said', async () => {
  await keep({ spans: 30 });
  const rows = await server.app.parts.records
    .selectFrom('audit')
    .select(['action', 'subject'])
    .where('projectId', '=', project.projectId)
    .execute();
  expect(rows).toEqual([{ action: 'retention.set', subject: '{"spans":30}' }]);
});

test('What is older than it is kept is refused on every way in, and said and counted', async () => {
  await keep({ spans: 30, logs: 7, metrics: 7, events: 7, scores: 7 });
  const told = (kind: string, days: number) =>
    `older than the ${days} days for which this project keeps ${kind}`;
  const before = await refusedTotal('spans');

  const traces = await send('POST', '/v1/traces', spans(0, 29, 32, 400));
  expect(traces).toMatchObject({
    status: 200,
    body: {
      partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringContaining(told('spans', 30)) },
    },
  });
  expect((await refusedTotal('spans')) - before).toBe(2);
  expect(await send('POST', '/v1/logs', logs(1, 9))).toMatchObject({
    body: {
      partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.stringContaining(told('logs', 7)) },
    },
  });
  expect(await send('POST', '/v1/metrics', points(1, 9))).toMatchObject({
    body: {
      partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining(told('metrics', 7)) },
    },
  });
  const at = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  expect(
    await send('POST', '/api/v1/events', { events: [{ name: 'placed', userId: 'ada', at: at(9) }] }),
  ).toMatchObject({
    body: { accepted: 0, refused: [{ message: expect.stringContaining(told('events', 7)) }] },
  });
  const event = (id: string, type: string, days: number, body: object) => ({
    ...{ id, type, timestamp: at(days) },
    body: { id, timestamp: at(days), name: 'a', ...body },
  });
  const batch = [
    event('t1', 'trace-create', 1, {}),
    event('t2', 'trace-create', 40, {}),
    event('s1', 'score-create', 9, { traceId: 't1', value: 1 }),
  ];
  expect(await send('POST', '/api/public/ingestion', { batch })).toMatchObject({
    body: {
      successes: [{ id: 't1' }],
      errors: [
        { id: 't2', status: 400, message: expect.stringContaining(told('spans', 30)) },
        { id: 's1', status: 400, message: expect.stringContaining(told('scores', 7)) },
      ],
    },
  });
});

test('A preview tells what would be removed, and removes nothing', async () => {
  await send('POST', '/v1/traces', spans(0, 20, 40, 41));
  const preview = async (days: object) =>
    retentionPreviewSchema.parse((await send('POST', path('/preview'), { days })).body);
  const { effective, kinds, saving } = await preview({ spans: 30 });
  // Nothing came in the last seven days but today, which is not whole: days save what is removed, and no more.
  const removed = kinds.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(saving).toMatchObject({ perMonth: 0 });
  expect(saving?.now).toBeGreaterThanOrEqual(removed);
  expect(saving?.inDays[0]?.bytes).toBeGreaterThanOrEqual(removed);
  expect(effective).toMatchObject({ spans: 30, payloads: 30 });
  expect(kinds.map(({ kind, rows, days }) => [kind, rows, days])).toContainEqual(['spans', 2, 2]);
  expect((await preview({})).kinds).toEqual([]);
  expect((await preview({ spans: 30 })).kinds).toEqual(kinds);
});
