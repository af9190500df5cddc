import { randomBytes } from 'node:crypto';
import type { ApiTrace } from '@pharos/core/api/spans';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Driver } from '../store/telemetry/driver.ts';
import { type EngineFront, startEngineFront } from '../store/telemetry/testing/engine-front.ts';
import { openTestEngine } from '../store/telemetry/testing/engines.ts';
import { useMortalServer } from '../testing/mortal-server.ts';
import { jsonTraces } from '../testing/otlp.ts';

const START = 1_790_000_000_000_000_000n;
const TOKENS = 110;
/** Requests acknowledged before the server dies: some moment in the middle of the next ones. */
const BEFORE_DEATH = 60;

let engine: { driver: Driver; close(): Promise<void> };
let front: EngineFront;
beforeEach(async () => {
  engine = await openTestEngine('embedded');
  front = await startEngineFront(engine.driver);
});
const server = useMortalServer(() => ({
  PHAROS_CLICKHOUSE_URL: front.url,
  PHAROS_SPOOL_MB: '20',
  PHAROS_STORE_WAIT_SECONDS: '0',
}));
afterEach(async () => {
  await front.close();
  await engine.close();
});

async function send(traceId: string): Promise<number> {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.usage.input_tokens': TOKENS,
  };
  const [spanId, name] = [traceId.slice(0, 16), 'chat'];
  const body = jsonTraces([{ traceId, spanId, name, startNs: START, endNs: START + 1n, attributes }]);
  const asked = { method: 'POST', headers: server.headers, body: new Uint8Array(body) };
  return (await fetch(`${server.url}/v1/traces`, asked).catch(() => ({ status: 0 }))).status;
}

const spooledBytes = async () => {
  const text = await (await fetch(`${server.url}/metrics`, { headers: server.headers })).text();
  return Number(/^pharos_spool_bytes (\d+)/m.exec(text)?.[1]);
};

test('what a server spooled before it died is stored once, by one that started without the engine', async () => {
  const acknowledged: string[] = [];
  const sendOne = async () => {
    const id = randomBytes(16).toString('hex');
    if ((await send(id)) === 200) acknowledged.push(id);
  };
  await sendOne();
  await front.stop();
  let dying: Promise<void> | undefined;
  const sender = async () => {
    while (dying === undefined) {
      await sendOne();
      if (acknowledged.length >= BEFORE_DEATH) dying ??= server.crash();
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  await dying;

  await server.start();
  for (let n = 0; n < 5; n++) await sendOne();
  expect(acknowledged.length).toBeGreaterThanOrEqual(BEFORE_DEATH + 5);
  expect(await spooledBytes()).toBeGreaterThan(0);

  await front.start();
  await expect.poll(spooledBytes, { timeout: 60_000 }).toBe(0);
  for (const id of acknowledged) {
    const answer = await fetch(`${server.url}/api/v1/traces/${id}`, { headers: server.headers });
    const { spans } = (await answer.json()) as ApiTrace;
    expect(spans).toMatchObject([{ usage: { total: TOKENS, counted: true } }]);
  }
  const stored = await engine.driver.query(
    `SELECT count() AS spans, uniqExact(trace_id) AS traces FROM spans FINAL WHERE kind != ''`,
  );
  // One or the other that was not acknowledged may have come as far as the disk.
  const [{ spans, traces } = { spans: '', traces: '' }] = stored as { spans: string; traces: string }[];
  expect(spans).toBe(traces);
}, 180_000);
