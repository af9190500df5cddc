import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aCost, aModelCall } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const day = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const question = { metrics: ['cost', 'modelCalls', 'cacheHitRate'], dimensions: ['model'], ...day };

let store: ReadStore;
let app: TestApp;
let reader: Client;
let ids = 0;
const call = (minutes: number, model: string, total: string, key = '') =>
  aModelCall({
    spanId: `${++ids}`.padStart(16, '0'),
    traceId: `${ids}`.padStart(32, '0'),
    startNs: BigInt(NOON + minutes * MINUTE) * 1_000_000n,
    endNs: BigInt(NOON + minutes * MINUTE) * 1_000_000n + 1n,
    cost: aCost(total),
    model,
    attributes: new Map([['a.b "c', key]]),
  });
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  reader = app.withKey(await app.aKey(['read']));
  await store.put(app.projectId, {
    spans: [
      call(0, 'large', '0.100000000001'),
      call(1, 'large', '0.2'),
      call(90, 'large', '0.3'),
      call(2, '=HYPERLINK("x")', '0.000000000002', 'one, "two"'),
      call(3, 'small', '0.01'),
      call(-24 * 60, 'large', '7'),
    ],
  });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const csv = async (rest: object) => {
  const answer = await reader.post('/api/v1/query/export', {
    format: 'csv',
    question: { ...question, ...rest },
  });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="pharos.csv"');
  return answer.text.trimEnd().split('\n');
};

describe('POST /api/v1/query/export', () => {
  it('gives a row a group, the largest first, with exact money and the period before', async () => {
    expect(await csv({ compare: true, metrics: ['cost', 'modelCalls'] })).toEqual([
      '"model","rest","cost","cost_previous","modelCalls","modelCalls_previous"',
      '"large",false,0.600000000001,7,3,1',
      '"small",false,0.01,0,1,0',
      '"\'=HYPERLINK(""x"")",false,0.000000000002,0,1,0',
    ]);
  });

  it('gives a row a bucket as well, each beginning at the clock of who asks', async () => {
    const lines = await csv({ bucketSeconds: 3600, limit: 1, metrics: ['cost'] });
    expect(lines).toEqual([
      '"time","model","rest","cost"',
      '"2026-03-01T12:00:00Z","large",false,0.300000000001',
      '"2026-03-01T12:00:00Z","",true,0.010000000002',
      '"2026-03-01T13:00:00Z","large",false,0.3',
    ]);
    const shifted = await csv({
      bucketSeconds: 86_400,
      bucketOffsetSeconds: 28_800,
      dimensions: [],
      metrics: ['cost'],
    });
    expect(shifted).toEqual(['"time","cost"', '"2026-02-28T16:00:00Z",0.610000000003']);
  });

  it('names columns after any attribute, and quotes whatever is in it', async () => {
    const lines = await csv({ dimensions: ['attr.a.b "c'], metrics: ['cost'] });
    expect(lines[0]).toBe('"attr_a_b__c","rest","cost"');
    expect(lines.at(-1)).toBe('"one, ""two""",false,0.000000000002');
  });

  it('is a Parquet file when that is wanted, which reads as what the answer says', async () => {
    const answer = await reader.send({
      method: 'POST',
      url: '/api/v1/query/export',
      payload: { format: 'parquet', question: { ...question, bucketSeconds: 3600, compare: true } },
    });
    expect(answer.headers['content-type']).toBe('application/vnd.apache.parquet');
    const dir = await mkdtemp(join(tmpdir(), 'pharos-export-'));
    const file = join(dir, 'pharos.parquet');
    await writeFile(file, answer.bytes);
    const rows = await store.driver.query(
      `SELECT toString(time) AS at, * EXCEPT (time, cost, cost_previous), toString(cost) AS usd, toString(cost_previous) AS before
FROM file({file:String}, 'Parquet') ORDER BY time, model`,
      { file },
    );
    await rm(dir, { recursive: true });
    const row = (at: string, model: string, usd: string, calls: number, before = '0', callsBefore = 0) => ({
      ...{ at: `2026-03-01 ${at}.000`, model, rest: false, usd, before },
      ...{ modelCalls: `${calls}`, modelCalls_previous: `${callsBefore}` },
      ...{ cacheHitRate: calls > 0 ? 0 : null, cacheHitRate_previous: callsBefore > 0 ? 0 : null },
    });
    expect(rows).toEqual([
      row('12:00:00', '=HYPERLINK("x")', '0.000000000002', 1),
      row('12:00:00', 'large', '0.300000000001', 2, '7', 1),
      row('12:00:00', 'small', '0.01', 1),
      row('13:00:00', 'large', '0.3', 1),
    ]);
  });

  it('has no rows where nothing happened, and none of another project', async () => {
    const stranger = app.withKey(await app.aKey(['read'], (await app.aSecondProject()).projectId));
    const answer = await stranger.post('/api/v1/query/export', { format: 'csv', question });
    expect(answer.text).toBe('"model","rest","cost","modelCalls","cacheHitRate"\n');
  });

  it.each([
    [{ format: 'xlsx', question }, 'format'],
    [{ format: 'csv', question: { ...question, metrics: ['joy'] } }, 'unknown metric'],
    [{ format: 'csv', question: { ...question, bucketSeconds: 1 } }, 'buckets'],
  ])('refuses what cannot be asked: %j', async (body, message) => {
    const refused = await reader.post('/api/v1/query/export', body);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });

  it('tells nothing to those who may not read', async () => {
    expect((await app.nobody.post('/api/v1/query/export', { format: 'csv', question })).status).toBe(401);
  });
});
