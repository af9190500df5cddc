import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReceiver, type Receiver } from './features/channels/testing/receiver.ts';
import { randomIds } from './ids.ts';
import { openEmbedded } from './store/telemetry/embedded-driver.ts';
import { startEngineFront } from './store/telemetry/testing/engine-front.ts';
import { jsonTraces, type OtlpSpan } from './testing/otlp.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';
import { emptyDatabase, postgresReachable } from './testing/test-records.ts';
import { redisReachable, TEST_REDIS } from './testing/test-redis.ts';

const available = (await postgresReachable()) && (await redisReachable());
/** Its own, as who leads is told under one name. */
const REDIS = `${TEST_REDIS}/7`;
const [PUBLIC_KEY, SECRET_KEY] = ['pk-several', `sk-${randomIds.id()}`];
const HEADERS = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/json' };
/** Processes begin at once on a busy machine. */
const PATIENCE = { timeout: 60_000, interval: 100 };

interface Running {
  process: ServerProcess;
  url: string;
}

describe.runIf(available)('processes of different roles on the same stores', { timeout: 120_000 }, () => {
  const closing: (() => unknown)[] = [];
  let env: Record<string, string>;
  let hook: Receiver;
  let [ingest, otherIngest, query, jobs]: Running[] = [];
  let otherJobs: Promise<Running>;
  const ends: Promise<unknown>[] = [];

  async function start(role: string): Promise<Running> {
    const process = startServer(env, ['--role', role]);
    closing.push(() => process.kill('SIGKILL'));
    ends.push(process.ended);
    const said = await process.says(/listening on \S+/);
    return { process, url: /listening on (\S+)/.exec(said)?.[1] ?? '' };
  }

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pharos-several-'));
    closing.push(() => rm(directory, { recursive: true, force: true }));
    const database = await emptyDatabase();
    closing.push(() => database.drop());
    const engine = await openEmbedded({ path: join(directory, 'engine') });
    closing.push(() => engine.close());
    const front = await startEngineFront(engine);
    closing.push(() => front.close());
    hook = await aReceiver();
    closing.push(() => hook.close());
    env = {
      ...{ PHAROS_PORT: '0', PHAROS_GRPC_PORT: '0', PHAROS_LOG_LEVEL: 'warn' },
      PHAROS_DATA_DIR: join(directory, 'data'),
      PHAROS_CLICKHOUSE_URL: front.url,
      PHAROS_DATABASE_URL: database.databaseUrl,
      PHAROS_REDIS_URL: REDIS,
      ...{ PHAROS_PUBLIC_KEY: PUBLIC_KEY, PHAROS_SECRET_KEY: SECRET_KEY },
      PHAROS_EGRESS_ALLOW: '127.0.0.1',
      PHAROS_SEARCH_INDEX: 'false',
    };
    [ingest, otherIngest, query, jobs] = await Promise.all(['ingest', 'ingest', 'query', 'jobs'].map(start));
    // The one that came first leads.
    otherJobs = start('jobs');
  }, 240_000);
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
      // Stores are closed when nobody uses them any more.
      if (closing.length === 5) await Promise.all(ends);
    }
  });

  const at = (running: Running | undefined): string => running?.url ?? '';
  const get = (running: Running | undefined, path: string) =>
    fetch(`${at(running)}${path}`, { headers: HEADERS });
  const post = (running: Running | undefined, path: string, body: unknown) =>
    fetch(`${at(running)}${path}`, {
      method: 'POST',
      headers: HEADERS,
      body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
    });
  const made = async (answer: Promise<Response>): Promise<{ id: string }> => {
    const response = await answer;
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as { id: string };
  };
  const send = async (to: Running | undefined, spans: OtlpSpan[]): Promise<boolean> =>
    (await post(to, '/v1/traces', jsonTraces(spans))).ok;

  const nowNs = () => BigInt(Date.now()) * 1_000_000n;
  const aSpan = (traceId: string, spanId: string, rest: Partial<OtlpSpan> = {}): OtlpSpan => ({
    ...{ traceId, spanId, name: 'step' },
    startNs: nowNs() - 30_000_000_000n,
    endNs: nowNs() - 29_000_000_000n,
    ...rest,
  });
  const usage = (operation: string, calls: number) => ({
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1000 * calls,
    'gen_ai.usage.output_tokens': 100 * calls,
  });
  const traceId = () => randomIds.id().replaceAll('-', '').padEnd(32, '0').slice(0, 32);
  const spanId = (n: number) => n.toString(16).padStart(16, '0');

  /** What the query role answers for spans of a service. */
  async function figuresOf(service: string, ...metrics: string[]): Promise<Record<string, number>> {
    const [from, to] = [Date.now() - 600_000, Date.now() + 60_000].map((ms) => new Date(ms).toISOString());
    const filters = [{ field: 'service', op: '=', values: [service] }];
    const answer = await post(query, '/api/v1/query', { metrics, from, to, filters });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return (JSON.parse(text) as { series: { totals: Record<string, number> }[] }).series[0]?.totals ?? {};
  }
  const spansFrom = (service: string, spans: OtlpSpan[]) =>
    jsonTraces(spans, { resource: { 'service.name': service } });

  it('begin together on empty stores, each ready for what it does', async () => {
    const roles = ['ingest', 'ingest', 'query', 'jobs'];
    const ready = [ingest, otherIngest, query, jobs].map((each) => get(each, '/readyz'));
    expect(await Promise.all(ready.map(async (each) => (await each).json()))).toEqual(
      roles.map((role) => ({ status: 'ok', role })),
    );
    const projects = (await (await get(query, '/api/v1/projects')).json()) as { data: unknown[] };
    expect(projects.data).toHaveLength(1);
    const metrics = await (await get(jobs, '/metrics')).text();
    expect(metrics).toMatch(/pharos_info\{role="jobs",version="\d+\.\d+\.\d+"\} 1/);
  });

  it('say which role serves what another one does not', async () => {
    const refusals: [Promise<Response>, servedBy: string][] = [
      [post(query, '/v1/traces', {}), 'ingest'],
      [get(ingest, '/api/v1/traces'), 'query'],
      [get(ingest, '/'), 'query'],
      [get(jobs, '/api/v1/traces'), 'query'],
      [post(jobs, '/api/v1/agents/heartbeats', {}), 'ingest'],
    ];
    for (const [answer, role] of refusals) {
      const response = await answer;
      expect(response.status).toBe(404);
      expect(await response.text()).toContain(`Processes of the role ${role} serve this.`);
    }
  });

  it('store a trace that comes in at two of them at once as if it had come in at one', async () => {
    const whole = traceId();
    const parts = (trace: string) => ({
      agent: aSpan(trace, spanId(1), { name: 'agent', attributes: usage('invoke_agent', 3) }),
      calls: [2, 3, 4].map((n) =>
        aSpan(trace, spanId(n), { parentSpanId: spanId(1), attributes: usage('chat', 1) }),
      ),
    });
    const one = parts(whole);
    await post(ingest, '/v1/traces', spansFrom('whole', [one.agent, ...one.calls]));
    const split = Array.from({ length: 20 }, traceId).map(parts);
    const taken = await Promise.all(
      split.flatMap(({ agent, calls }) => [
        post(ingest, '/v1/traces', spansFrom('split', [agent, calls[0] as OtlpSpan])),
        // One of them twice, as a client does that heard no answer.
        post(otherIngest, '/v1/traces', spansFrom('split', calls)),
      ]),
    );
    expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 200));
    const metrics = ['spans', 'requests', 'tokens', 'cost'];
    const reference = await figuresOf('whole', ...metrics);
    expect(reference).toMatchObject({ spans: 4, requests: 1, tokens: 3300 });
    expect(reference.cost).toBeGreaterThan(0);
    const figures = await figuresOf('split', ...metrics);
    expect(figures).toEqual(
      Object.fromEntries(
        metrics.map((name) => [name, expect.closeTo(20 * (reference[name] ?? Number.NaN), 8)]),
      ),
    );
  });

  it('tell open pages at the one what came in at the other', async () => {
    const leaving = new AbortController();
    const stream = await fetch(`${at(query)}/api/v1/live/traces`, {
      headers: HEADERS,
      signal: leaving.signal,
    });
    let heard = '';
    const reading = (async () => {
      for await (const text of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += text;
    })().catch(() => undefined);
    const trace = traceId();
    expect(await send(otherIngest, [aSpan(trace, spanId(1))])).toBe(true);
    await expect.poll(() => heard, PATIENCE).toContain(trace);
    leaving.abort();
    await reading;
  });

  it('evaluate a rule once and tell of it once, however many do jobs; when one is killed another goes on', async () => {
    const channel = await made(
      post(query, '/api/v1/channels', { kind: 'webhook', name: 'hook', config: { url: hook.url } }),
    );
    const step = { targets: [{ type: 'channel', id: channel.id }] };
    const policy = await made(
      post(query, '/api/v1/alerts/policies', { name: 'all', waitSeconds: 0, steps: [step], isDefault: true }),
    );
    const watchFor = (service: string) =>
      made(
        post(query, '/api/v1/alerts/rules', {
          ...{ name: service, everySeconds: 15, delaySeconds: 0, policy: policy.id },
          watch: {
            ...{ kind: 'metric', metric: 'spans', windowSeconds: 300 },
            filters: [{ field: 'service', op: '=', values: [service] }],
            condition: { kind: 'threshold', op: '>', limit: 0 },
          },
        }),
      );
    const sick = async (service: string) => {
      await post(ingest, '/v1/traces', spansFrom(service, [aSpan(traceId(), spanId(1))]));
      await watchFor(service);
    };
    const toldOf = (service: string) => hook.received.filter(({ body }) => body.includes(service));

    expect((await get(await otherJobs, '/readyz')).status).toBe(200);
    await sick('first sick');
    await expect.poll(() => toldOf('first sick').length, PATIENCE).toBe(1);
    jobs?.process.kill('SIGKILL');
    await jobs?.process.ended;
    await sick('second sick');
    const beat = { agent: 'late', instance: 'one', intervalSeconds: 60 };
    await made(post(ingest, '/api/v1/agents/heartbeats', { heartbeats: [beat] }));
    await expect.poll(() => toldOf('second sick').length, PATIENCE).toBe(1);
    // Who leads the watch over agents is known again once the one that was killed has been silent for some seconds.
    const timeline = async () =>
      (await (await get(query, '/api/v1/agents/late')).text()).includes('"state":"');
    await expect.poll(timeline, PATIENCE).toBe(true);
    expect([toldOf('first sick').length, toldOf('second sick').length]).toEqual([1, 1]);
    const incidents = (await (await get(query, '/api/v1/alerts/incidents')).json()) as { data: unknown[] };
    expect(incidents.data).toHaveLength(2);
  });

  it('leave under load without losing what they acknowledged, and say so before', async () => {
    let acknowledged = 0;
    let isOver = false;
    const load = async () => {
      for (let n = 0; !isOver; n++) {
        const body = spansFrom('leaving', [aSpan(traceId(), spanId(1))]);
        const to = n % 2 === 0 ? ingest : otherIngest;
        const answer = await post(to, '/v1/traces', body).catch(() => undefined);
        if (answer?.ok) acknowledged += 1;
      }
    };
    const loading = [load(), load(), load(), load()];
    await expect.poll(() => acknowledged, PATIENCE).toBeGreaterThan(20);
    ingest?.process.kill('SIGTERM');
    await expect.poll(async () => (await get(ingest, '/readyz')).status, PATIENCE).toBe(503);
    expect((await get(ingest, '/healthz')).status).toBe(200);
    expect(await ingest?.process.ended).toBe(0);
    const before = acknowledged;
    await expect.poll(() => acknowledged, PATIENCE).toBeGreaterThan(before + 5);
    isOver = true;
    await Promise.all(loading);
    const { spans = 0 } = await figuresOf('leaving', 'spans');
    expect(spans).toBeGreaterThanOrEqual(acknowledged);
  });
});
