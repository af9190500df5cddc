import { randomBytes } from 'node:crypto';
import type { ApiTrace } from '@pharos/core/api/spans';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Driver } from '../store/telemetry/driver.ts';
import { type EngineFront, startEngineFront } from '../store/telemetry/testing/engine-front.ts';
import { openTestEngine } from '../store/telemetry/testing/engines.ts';
import { jsonTraces } from '../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../testing/test-server.ts';

const START = 1_790_000_000_000_000_000n;

let engine: { driver: Driver; close(): Promise<void> };
let front: EngineFront;
let running: RunningApp;
let project: TestProject;
beforeAll(async () => {
  engine = await openTestEngine();
  front = await startEngineFront(engine.driver);
  const settings = { PHAROS_CLICKHOUSE_URL: front.url, PHAROS_LOG_LEVEL: 'silent', PHAROS_SPOOL_MB: '20' };
  running = await startTestServer(settings);
  project = await running.newProject();
}, 60_000);
afterAll(async () => {
  await running.close();
  await front.close();
  await engine.close();
});

const send = (traceId: string, name: string, body?: string) =>
  fetch(`${running.url}/v1/traces`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': 'application/json' },
    body:
      body ??
      new Uint8Array(
        jsonTraces([{ traceId, spanId: traceId.slice(0, 16), name, startNs: START, endNs: START + 1n }]),
      ),
  });
const newTrace = () => randomBytes(16).toString('hex');
const ready = async () => {
  const answer = await fetch(`${running.url}/readyz`);
  return [answer.status, await answer.json()];
};
const waiting = async () => {
  const text = await (await fetch(`${running.url}/metrics`, { headers: project.headers })).text();
  return Number(/^pharos_spool_requests (\d+)/m.exec(text)?.[1]);
};
async function namesOf(traceId: string): Promise<string[]> {
  const { spans } = await running.get<ApiTrace>(`/api/v1/traces/${traceId}`, project.headers);
  return spans.map(({ name }) => name);
}

it('what comes while the engine is down is taken, and stored once, in order, when it is back', async () => {
  await front.stop();
  const changed = newTrace();
  expect((await send(changed, 'first')).status).toBe(200);
  expect((await send(changed, 'last')).status).toBe(200);
  const many = Array.from({ length: 40 }, newTrace);
  const answers = await Promise.all(many.map((id) => send(id, 'one of many')));
  expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200));
  // What is wrong is said all the same.
  expect((await send('', '', '{')).status).toBe(400);
  await expect
    .poll(ready, { timeout: 10_000 })
    .toMatchObject([200, { status: 'ok', degraded: ['telemetry: spooling'] }]);
  expect(await waiting()).toBe(42);

  await front.start();
  const during: string[] = [];
  for (let sent = 0; sent < 10 || ((await waiting()) > 0 && sent < 30); sent++) {
    const id = newTrace();
    expect((await send(id, 'while it drains')).status).toBe(200);
    during.push(id);
  }
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  for (const id of [...many, ...during]) expect((await namesOf(id)).length).toBe(1);
  expect(await namesOf(changed)).toEqual(['last']);
}, 60_000);

it('what an engine without memory refuses is stored when it has some', async () => {
  front.fault = { insertCode: 241 };
  const id = newTrace();
  expect((await send(id, 'kept')).status).toBe(200);
  front.fault = {};
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  expect(await namesOf(id)).toEqual(['kept']);
}, 60_000);
