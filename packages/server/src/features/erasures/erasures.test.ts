import { createHash } from 'node:crypto';
import { pageOf } from '@pharos/core/api/common';
import {
  type ErasureReceipt,
  erasureDetailSchema,
  erasurePreviewSchema,
  erasureSchema,
} from '@pharos/core/api/erasures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';
const secretOf = (userId: string) => `the secret of ${userId}`;
const PICTURE = Buffer.from('a picture of nobody');
const PHOTO = Buffer.from('a photo of ada');

let server: RunningApp;
let ours: TestProject;
let theirs: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  [ours, theirs] = [await server.newProject(), await server.newProject()];
  await fill(ours);
  await fill(theirs);
}, 60_000);
afterAll(() => server.close());

const send = async (method: string, path: string, body: unknown, of = ours) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...of.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
};
const must = async (method: string, path: string, body: unknown, of = ours) => {
  const answer = await send(method, path, body, of);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const path = (rest = '', of = ours) => `/api/v1/projects/${of.projectId}/erasures${rest}`;
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const BEGAN = Date.now() - 60_000;
const ns = String(BigInt(BEGAN) * 1_000_000n);
const at = new Date(BEGAN).toISOString();

const mediaId = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
async function upload(bytes: Buffer, of: TestProject): Promise<string> {
  const sha256Hash = createHash('sha256').update(bytes).digest('base64');
  const about = {
    traceId: 't',
    field: 'input',
    contentType: 'image/png',
    contentLength: bytes.length,
    sha256Hash,
  };
  const { uploadUrl } = (await must('POST', '/api/public/media', about, of)) as { uploadUrl: string };
  const put = await fetch(uploadUrl, { method: 'PUT', body: new Uint8Array(bytes) });
  if (!put.ok) throw new Error(`upload: ${put.status}`);
  return `@@@langfuseMedia:type=image/png|id=${mediaId(bytes)}|source=bytes@@@`;
}

/** Two users of a project: of each a trace of two spans, of which one names them, and all that is told beside. */
async function fill(of: TestProject): Promise<void> {
  const [picture, photo] = [await upload(PICTURE, of), await upload(PHOTO, of)];
  for (const [n, userId] of [ADA, BOB].entries()) {
    const traceId = hex(n + 1, 32);
    const sessionId = `session of ${userId}`;
    const span = (id: number, attributes: unknown[]) => ({
      ...{ traceId, spanId: hex(id, 16), parentSpanId: id % 2 === 1 ? hex(id - 1, 16) : '' },
      ...{
        name: 'chat',
        startTimeUnixNano: ns,
        endTimeUnixNano: ns,
        status: { code: 2, message: secretOf(userId) },
      },
      attributes: [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.request.model', 'gpt-4.1'),
        ...attributes,
      ],
    });
    const resource = { attributes: [text('service.name', 'shop')] };
    const said = `${secretOf(userId)} ${picture} ${userId === ADA ? photo : ''}`;
    const spans = [
      span(2 * n + 2, [text('user.id', userId), text('session.id', sessionId), text('gen_ai.prompt', said)]),
      span(2 * n + 3, [text('gen_ai.prompt', said)]),
    ];
    await must('POST', '/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }, of);
    const log = { timeUnixNano: ns, body: { stringValue: secretOf(userId) } };
    const logRecords = [
      { ...log, traceId, spanId: hex(2 * n + 2, 16) },
      { ...log, attributes: [text('enduser.id', userId)] },
    ];
    await must('POST', '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }, of);
    const dataPoints = [{ timeUnixNano: ns, asInt: '1', attributes: [text('user.id', userId)] }];
    const metrics = [{ name: 'clicks', gauge: { dataPoints } }];
    await must('POST', '/v1/metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }, of);
    const events = ['came', 'bought'].map((name) => ({
      name,
      userId,
      at,
      properties: { note: secretOf(userId) },
    }));
    await must('POST', '/api/v1/events', { events }, of);
    await must('POST', '/api/v1/presence', { reports: [{ userId, sessionId, page: '/shop' }] }, of);
    const feedback = { name: 'thumb', value: true, source: 'feedback', comment: secretOf(userId), traceId };
    await must(
      'POST',
      '/api/v1/scores',
      [
        { ...feedback, author: userId },
        { ...feedback, name: 'judged' },
      ],
      of,
    );
    const run = { runId: `run of ${userId}`, event: 'started', agent: 'support', userId };
    await must('POST', '/api/v1/agents/runs', { runs: [run] }, of);
    const scope = { type: 'user', value: userId };
    const quota = {
      name: 'of one',
      scope,
      measure: 'tokens',
      limit: '1000',
      window: { type: 'calendar', unit: 'day' },
    };
    await must('POST', `/api/v1/quotas?project=${of.projectId}`, quota, of);
  }
}

/** All lists that may tell of a user, and all tables that SQL may ask. */
async function everything(of: TestProject): Promise<Record<string, unknown>> {
  const lists = [
    ...[
      'traces',
      'users',
      'users/online',
      'sessions',
      'events',
      'scores',
      'errors',
      'quotas',
      'presence/history',
    ],
    ...[hex(1, 32), hex(2, 32)].flatMap((id) => [`traces/${id}`, `traces/${id}/logs`]),
    ...[ADA, BOB].map((userId) => `users/${encodeURIComponent(userId)}`),
  ];
  const found: Record<string, unknown> = {};
  for (const list of lists) {
    const answer = await fetch(`${server.url}/api/v1/${list}`, { headers: of.headers });
    found[list] = { ...((await answer.json()) as object), tracesReadAt: undefined };
  }
  const { tables } = await server.get<{ tables: { name: string }[] }>('/api/v1/sql/schema', of.headers);
  for (const { name } of tables)
    found[`sql ${name}`] = (
      (await must('POST', '/api/v1/sql', { sql: `SELECT * FROM ${name} LIMIT 1000` }, of)) as {
        rows: unknown;
      }
    ).rows;
  return found;
}

async function erased(userId: string, of = ours) {
  const { id } = erasureSchema.parse(await must('POST', path('', of), { userId, reason: 'request 7' }, of));
  return expect
    .poll(() => server.get(path(`/${id}`, of), of.headers), { timeout: 30_000, interval: 50 })
    .toMatchObject({ state: 'done' })
    .then(async () => erasureDetailSchema.parse(await server.get(path(`/${id}`, of), of.headers)));
}
const counts = (found: ErasureReceipt['erased']) =>
  Object.fromEntries(found.filter(({ count }) => count > 0).map(({ place, count }) => [place, count]));

const OF_ONE = {
  ...{ spans: 2, payloads: 2, trace_index: 1, logs: 2, events: 2, presence: 1, scores: 2, metric_points: 1 },
  ...{ user_activity: expect.any(Number), user_index: 1, quotas: 1 },
};

test('A user is erased from everywhere, of one project, with a receipt of what was there', async () => {
  const before = { ours: await everything(ours), theirs: await everything(theirs) };
  expect(JSON.stringify(before.ours)).toContain(secretOf(ADA));
  const preview = erasurePreviewSchema.parse(await must('POST', path('/preview'), { userId: ADA }));
  const { agent_runs: _, ...found } = counts(preview.found);
  expect(found).toEqual(OF_ONE);

  const { receipt } = await erased(ADA);
  if (!receipt) throw new Error('no receipt');
  const { agent_runs: __, ...gone } = counts(receipt.erased);
  expect(gone).toEqual({ ...OF_ONE, media: 1, online: 1, runs: 1 });
  expect(JSON.stringify(receipt)).not.toContain(ADA);
  expect(receipt).toMatchObject({ reason: 'request 7', projectId: ours.projectId, ids: 1 });

  const after = { ours: await everything(ours), theirs: await everything(theirs) };
  const { [`users/${encodeURIComponent(ADA)}`]: nobody, ...rest } = after.ours;
  expect(nobody).toMatchObject({ error: { code: 'not_found' } });
  for (const [list, found] of Object.entries(rest)) {
    expect([list, JSON.stringify(found).includes(ADA)]).toEqual([list, false]);
    expect([list, JSON.stringify(found).includes(secretOf(ADA))]).toEqual([list, false]);
  }
  const ofBob = ({
    [`traces/${hex(2, 32)}`]: trace,
    [`traces/${hex(2, 32)}/logs`]: logs,
  }: typeof after.ours) => [trace, logs];
  expect(ofBob(after.ours)).toEqual(ofBob(before.ours));
  expect(
    counts(erasurePreviewSchema.parse(await must('POST', path('/preview'), { userId: BOB })).found),
  ).toMatchObject(OF_ONE);
  expect(after.theirs).toEqual(before.theirs);

  const media = async (bytes: Buffer, of: TestProject) =>
    (await fetch(`${server.url}/api/public/media/${mediaId(bytes)}`, { headers: of.headers })).status;
  expect([await media(PICTURE, ours), await media(PHOTO, ours), await media(PHOTO, theirs)]).toEqual([
    200, 404, 200,
  ]);

  const verified = (receipt: unknown, of = ours) => must('POST', path('/verify', of), { receipt }, of);
  expect(await verified(receipt)).toEqual({ genuine: true });
  expect(await verified({ ...receipt, reason: 'another' })).toEqual({ genuine: false });
  expect(await verified(receipt, theirs)).toEqual({ genuine: false });
}, 60_000);

test('Done again, or of a user who was never there, it removes nothing; what comes later stays', async () => {
  for (const userId of [ADA, 'nobody'])
    expect(counts((await erased(userId)).receipt?.erased ?? [])).toEqual({});
  const event = { name: 'came back', userId: ADA, at };
  await must('POST', '/api/v1/events', { events: [event] });
  const { data } = await server.get<{ data: { name: string }[] }>('/api/v1/events', ours.headers);
  expect(data.map(({ name }) => name)).toContain('came back');
  const list = pageOf(erasureSchema).parse(await server.get(path('?limit=2'), ours.headers));
  expect(list.data).toHaveLength(2);
  const next = await server.get<{ data: unknown[] }>(
    path(`?limit=2&cursor=${encodeURIComponent(list.nextCursor ?? '')}`),
    ours.headers,
  );
  expect(next.data).toHaveLength(1);
  const ofAda = list.data.filter(({ subject }) => subject === list.data[1]?.subject);
  expect(ofAda).toHaveLength(1);
}, 60_000);

test('A run that was in flight does not come back when it is noted as over', async () => {
  const runOf = (userId: string) => ({
    runId: `in flight of ${userId}`,
    event: 'started',
    agent: 'support',
    userId,
  });
  const stored = async (userId: string) =>
    counts(
      erasurePreviewSchema
        .parse(await must('POST', path('/preview'), { userId }))
        .found.filter(({ store }) => store === 'telemetry'),
    );
  const isNoted = (userId: string) =>
    expect.poll(() => stored(userId), { timeout: 30_000 }).toEqual({ agent_runs: 1 });
  await must('POST', '/api/v1/agents/runs', { runs: [runOf('eve')] });
  await isNoted('eve');
  await erased('eve');
  // Whoever notes runs has looked once more when the next one is noted.
  await must('POST', '/api/v1/agents/runs', { runs: [runOf('mallory')] });
  await isNoted('mallory');
  expect(await stored('eve')).toEqual({});
}, 60_000);

test('The id is nowhere when it is over: not in the records, not in the audit log', async () => {
  const { records } = server.app.parts;
  const rows = await records
    .selectFrom('erasures')
    .selectAll()
    .where('projectId', '=', ours.projectId)
    .execute();
  const log = await records.selectFrom('audit').selectAll().where('projectId', '=', ours.projectId).execute();
  expect(JSON.stringify([rows, log])).not.toContain(ADA);
  expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(['erasure.ask', 'erasure.done']));
});

test('Only admins ask for it, and of their project', async () => {
  const reader = await server.newProject(['read', 'ingest']);
  for (const rest of ['', '/preview'])
    expect((await send('POST', path(rest, reader), { userId: ADA }, reader)).status).toBe(403);
  expect((await fetch(`${server.url}${path('', reader)}`, { headers: reader.headers })).status).toBe(403);
  expect((await send('POST', path(), { userId: ADA }, theirs)).status).toBe(404);
  const id = (await server.get<{ data: { id: string }[] }>(path(), ours.headers)).data[0]?.id;
  expect((await fetch(`${server.url}${path(`/${id}`, theirs)}`, { headers: theirs.headers })).status).toBe(
    404,
  );
});

test.each([
  [{}],
  [{ userId: '' }],
  [{ userId: 'a\0b' }],
  [{ userId: 7 }],
  [{ userId: 'x'.repeat(1025) }],
  [{ userId: 'ada', also: 'bob' }],
])('What is no user is refused (%#)', async (body) => {
  for (const rest of ['', '/preview']) {
    const answer = await send('POST', path(rest), body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  }
});
