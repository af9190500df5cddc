import type { Answer } from '@pharos/core/question';
import { questionSchema } from '@pharos/core/question';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { createLogger } from './http/logger.ts';
import { scopeTo } from './store/scope.ts';
import type { Driver } from './store/telemetry/driver.ts';
import { openEmbedded } from './store/telemetry/embedded-driver.ts';
import { planOf } from './store/telemetry/read/question-plan.ts';
import { createReader } from './store/telemetry/read/reader.ts';
import { rolledFor } from './store/telemetry/read/rolled-rows.ts';
import { RollupKeeper } from './store/telemetry/rollups/keeper.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { type OldFacts, oldData, oldFacts } from './testing/old-data.ts';
import { jsonTraces } from './testing/otlp.ts';

const facts = oldFacts();
const range = `from=${facts.range.from}&to=${facts.range.to}&limit=100`;
let data: Awaited<ReturnType<typeof oldData>>;
let written: Map<string, string[]>;
let app: App;
let url = '';
let engine: Driver | undefined;

beforeAll(async () => {
  data = await oldData();
  const before = await openEmbedded({ path: `${data.dataDir}/telemetry` });
  written = await writtenColumns(before);
  await before.close();
  const config = readConfig({
    PHAROS_LOG_LEVEL: 'error',
    PHAROS_DATA_DIR: data.dataDir,
    PHAROS_PORT: '0',
    PHAROS_GRPC_PORT: '0',
  });
  app = await createApp(config, { logger: createLogger('error') });
  ({ url } = await app.listen());
}, 120_000);
afterAll(async () => {
  await engine?.close();
  await data.remove();
});

/** The columns of each table that the version which made it writes. */
async function writtenColumns(driver: Driver): Promise<Map<string, string[]>> {
  const rows = await driver.query<{ table: string; names: string[] }>(
    `SELECT table, groupArray(name) AS names FROM system.columns
WHERE database = currentDatabase() AND default_kind = '' AND table NOT LIKE '%view' AND table NOT LIKE '.inner%' GROUP BY table`,
  );
  return new Map(rows.map(({ table, names }) => [table, names]));
}

type Headers = Record<string, string>;
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });
const first = bearer(facts.keys.first);

const send = (method: string, path: string, body: unknown, headers: Headers): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function get<Body>(path: string, headers: Headers = first): Promise<Body> {
  const answer = await fetch(url + path, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}
async function all<Row>(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: { data: Row[]; nextCursor: string | null } = await get(`${path}?${range}${more}`);
    rows.push(...page.data);
    cursor = page.nextCursor;
  }
  return rows;
}

type Json = Record<string, unknown>;
const at = (value: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Json | null)?.[name] ?? null, value);

/** A trace as the old version's facts tell it. */
async function traceFacts(traceId: string): Promise<OldFacts['traces'][string]> {
  const { trace, spans } = await get<{ trace: Json; spans: Json[] }>(`/api/v1/traces/${traceId}`);
  return {
    spanCount: trace.spanCount as number,
    errorCount: trace.errorCount as number,
    tokens: at(trace, 'usage.total') as number,
    cost: at(trace, 'cost.total') as string,
    unpricedSpans: at(trace, 'cost.unpricedSpans') as number,
    spans: spans.map((span) => facts.spanFields.map((field) => at(span, field) as string | number | null)),
  };
}

const questionOf = (dimensions: string[]) =>
  questionSchema.parse({ metrics: facts.metrics, dimensions, ...facts.range, limit: 1000 });
const told = ({ series }: Answer) =>
  series
    .map(({ group, totals, exact }) => ({ group, totals, exact }))
    .sort((a, b) => (a.group.join() < b.group.join() ? -1 : 1));
const ANSWERS = [
  { dimensions: [], expected: facts.answers.all },
  { dimensions: ['model'], expected: facts.answers.model },
  { dimensions: ['user'], expected: facts.answers.user },
].map(({ dimensions, expected }) => ({
  question: questionOf(dimensions),
  expected: told({ series: expected } as unknown as Answer),
}));

test('users of the first version sign in, its keys do what they could and no more', async () => {
  for (const { email, password } of [facts.admin, facts.viewer]) {
    const answer = await send('POST', '/api/v1/login', { email, password }, {});
    expect(answer.status).toBe(200);
    const { projects } = (await answer.json()) as { projects: { id: string }[] };
    expect(projects.map(({ id }) => id)).toContain(facts.projectId);
  }
  const status = async (key: string) =>
    (await fetch(`${url}/api/v1/traces?${range}`, { headers: bearer(key) })).status;
  expect(await status(facts.keys.first)).toBe(200);
  expect(await status(facts.keys.ingest)).toBe(403);
  expect(await status(facts.keys.revoked)).toBe(401);
});

test('every trace is what the first version told of it, and so are users, sessions and sums', async () => {
  const traces = await all<{ traceId: string }>('/api/v1/traces');
  expect(traces.map(({ traceId }) => traceId).sort()).toEqual(Object.keys(facts.traces).sort());
  for (const { traceId } of traces) expect(await traceFacts(traceId)).toEqual(facts.traces[traceId]);
  expect(await all('/api/v1/users')).toMatchObject(facts.users);
  expect(await all('/api/v1/sessions')).toMatchObject(facts.sessions);
  for (const { question, expected } of ANSWERS) {
    const answer = await send('POST', '/api/v1/query', question, first);
    expect(told((await answer.json()) as Answer)).toEqual(expected);
  }
}, 120_000);

test('new spans are taken, and what is sent again is known', async () => {
  const traceId = 'ab'.repeat(16);
  const span = {
    traceId,
    spanId: 'cd'.repeat(8),
    name: 'after the upgrade',
    startNs: 1_790_000_000_000_000_000n,
  };
  const sent = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { ...bearer(facts.keys.ingest), 'content-type': 'application/json' },
    body: new Uint8Array(jsonTraces([{ ...span, endNs: span.startNs + 1_000_000n }])),
  });
  expect(sent.status).toBe(200);
  expect((await traceFacts(traceId)).spanCount).toBe(1);
});

test('what a new version works out of spans is made of those that were there, to the digit', {
  timeout: 60_000,
}, async () => {
  await app.close();
  engine = await openEmbedded({ path: `${data.dataDir}/telemetry` });
  const errors: unknown[] = [];
  const keeper = new RollupKeeper({ driver: engine, quietMs: 0, onError: (error) => errors.push(error) });
  await keeper.pass();
  await keeper.stop();
  expect(errors).toEqual([]);
  const scope = scopeTo(facts.projectId);
  const { from } = facts.range;
  const question = {
    ...questionOf([]),
    metrics: ['spans', 'tokens', 'cost'],
    from,
    to: '2026-11-26T00:00:00Z',
  };
  const split = (await rolledFor(engine, planOf(scope, question)))?.split;
  expect(split?.raw).toEqual([]);
  expect(split?.rolled.length).toBeGreaterThan(20);
  const [series] = (await createReader(engine, fakeClock()).ask(scope, question)).series;
  const [whole] = facts.answers.all;
  expect(series?.exact.cost).toBe(whole?.exact.cost);
  expect(series?.totals.tokens).toBe(whole?.totals.tokens);
  const seen = `SELECT user_id, min(start_time) AS first, max(start_time) AS last FROM spans WHERE user_id != '' GROUP BY user_id ORDER BY user_id`;
  const index = `SELECT user_id, min(first_seen) AS first, max(last_seen) AS last FROM user_index GROUP BY user_id ORDER BY user_id`;
  expect(await engine.query(index)).toEqual(await engine.query(seen));
});

test('a process of the first version that runs on writes what it wrote before', async () => {
  expect([...written.keys()].sort()).toContain('spans');
  for (const [table, columns] of written) {
    const names = columns.join(', ');
    await engine?.command(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${table} LIMIT 1`);
  }
  const [count] = (await engine?.query<{ n: string }>('SELECT count() AS n FROM spans FINAL')) ?? [];
  expect(Number(count?.n)).toBe(575);
});
