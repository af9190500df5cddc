import { quotaDecisionSchema } from '@pharos/core/api/quotas';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonTraces } from '../../testing/otlp.ts';
import { type RedisProxy, redisProxy } from '../../testing/redis-proxy.ts';
import { canStartRedis, type RedisServer, startRedis } from '../../testing/redis-servers.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const available = canStartRedis();
/** Longer than any command waits for a Redis that is silent, on a machine that has other things to do. */
const SOON_MS = 20_000;
const POLL = { timeout: 60_000, interval: 50 };

let redis: RedisServer;
let proxy: RedisProxy;
let running: RunningApp;
/** What quotas do without their counters, each in a project of its own. */
const projects = new Map<'allow' | 'deny', TestProject & { sent: number; tokens: number }>();
beforeAll(async () => {
  if (!available) return;
  redis = await startRedis();
  proxy = await redisProxy(`redis://127.0.0.1:${redis.port}`);
  running = await startTestServer({ PHAROS_REDIS_URL: proxy.url, PHAROS_LOG_LEVEL: 'silent' });
  for (const onUnavailable of ['allow', 'deny'] as const) {
    const project = { ...(await running.newProject()), sent: 0, tokens: 0 };
    projects.set(onUnavailable, project);
    const window = { type: 'rolling', unit: 'day' };
    const quota = { name: 'q', scope: { type: 'eachUser' }, measure: 'tokens', window, limit: '100000000' };
    expect((await post(project, '/api/v1/quotas', { ...quota, action: 'deny', onUnavailable })).status).toBe(
      201,
    );
  }
});
afterAll(async () => {
  await running?.close();
  proxy?.close();
  await redis?.stop();
});

const post = (project: TestProject, path: string, body: object | Buffer) =>
  fetch(running.url + path, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': 'application/json' },
    body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
    signal: AbortSignal.timeout(SOON_MS),
  });
const get = (project: TestProject, path: string) =>
  fetch(running.url + path, { headers: project.headers, signal: AbortSignal.timeout(SOON_MS) });
const check = async (project: TestProject) =>
  quotaDecisionSchema.parse(await (await post(project, '/api/v1/quotas/check', { user: 'ada' })).json());

async function ingest(project: TestProject & { sent: number; tokens: number }, tokens: readonly number[]) {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = tokens.map((each, index) => ({
    traceId: `${project.sent + index + 1}`.padStart(32, 'a'),
    spanId: `${project.sent + index + 1}`.padStart(16, 'b'),
    name: 'chat',
    ...{ startNs: now, endNs: now },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.usage.input_tokens': each,
      'user.id': 'ada',
    },
  }));
  project.sent += spans.length;
  for (const each of tokens) project.tokens += each;
  expect((await post(project, '/v1/traces', jsonTraces(spans))).status).toBe(200);
}

/** A figure that the server tells of itself. */
async function told(name: string): Promise<number> {
  const [project] = projects.values();
  const text = project ? await (await get(project, `/metrics?project=${project.projectId}`)).text() : '';
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}
const failures = () => told('pharos_quota_failures_total');

/** What befalls Redis, and how that ends. What ends by itself may be over before anyone counts. */
const FAILURES: { begin: () => unknown; end?: () => unknown }[] = [
  // Started again it is empty.
  { begin: () => redis.kill(), end: () => redis.start() },
  // Connections are taken and nothing is answered, until they are lost, or until it goes on as if nothing had happened.
  { begin: () => proxy.hang(), end: () => proxy.cut() },
  { begin: () => redis.pause(), end: () => redis.resume() },
  { begin: () => proxy.cut() },
  { begin: () => redis.kill(), end: () => redis.start() },
];

test.runIf(available)(
  'whatever befalls Redis, all that is sent is stored, quotas decide by their rule, pages answer, what was lost is told, and counters are a recount afterwards',
  async () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }), {
      minLength: 2,
      maxLength: 6,
    });
    const seed = 20_261_127;
    const [order = []] = fc.sample(fc.shuffledSubarray(FAILURES, { minLength: FAILURES.length }), {
      ...{ seed, numRuns: 1 },
    });
    const sent = fc.sample(batches, { seed, numRuns: order.length });
    const seen = new Set<boolean>();
    const decides = async () => {
      for (const [onUnavailable, project] of projects) {
        const { allowed, degraded, quota } = await check(project);
        const isKnown = quota?.used !== null;
        seen.add(isKnown);
        expect({ isKnown, allowed }).toEqual({ isKnown, allowed: isKnown || onUnavailable === 'allow' });
        expect(isKnown || degraded).toBe(true);
      }
    };
    for (const [step, { begin, end }] of order.entries()) {
      const work = (sent[step] ?? []).flatMap((batch) =>
        [...projects.values()].map((project) => ingest(project, batch)),
      );
      await begin();
      work.push(decides());
      for (const project of projects.values()) {
        for (const path of [
          '/api/v1/agents',
          '/api/v1/users/online',
          '/api/v1/quotas/status',
          '/api/v1/traces',
        ])
          work.push(get(project, path).then(({ status }) => expect([200, 503]).toContain(status)));
      }
      await Promise.all(work);
      await decides();
      for (const project of projects.values()) await ingest(project, [1]);
      if (end) {
        const before = await failures();
        await expect.poll(failures, POLL).toBeGreaterThan(before);
        await end();
      }
      for (const project of projects.values()) {
        const decision = async () => {
          const { degraded, quota } = await check(project);
          return { degraded, used: quota?.used };
        };
        await expect.poll(decision, POLL).toEqual({ degraded: false, used: String(project.tokens) });
      }
      await decides();
    }
    expect(seen).toEqual(new Set([true, false]));

    for (const project of projects.values()) {
      for (const path of ['/api/v1/agents', '/api/v1/users/online'])
        await expect.poll(async () => (await get(project, path)).status, POLL).toBe(200);
      expect(await stored(project)).toBe(project.sent);
    }
    expect(await told('pharos_quota_counters_unavailable_total')).toBeGreaterThan(0);
  },
  180_000,
);

async function stored(project: TestProject): Promise<number> {
  let count = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await get(
      project,
      `/api/v1/traces?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const page = (await answer.json()) as { data: unknown[]; nextCursor: string | null };
    count += page.data.length;
    cursor = page.nextCursor;
  }
  return count;
}
