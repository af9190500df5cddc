import { quotaBurnDownSchema } from '@pharos/core/api/quota-views';
import { quotaDecisionSchema, quotaSchema, quotaStatusSchema } from '@pharos/core/api/quotas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let test: TestApp;
let app: Client;
beforeAll(async () => {
  store = await openReadStore();
  // Nobody listens there.
  test = await testApp({ PHAROS_REDIS_URL: 'redis://127.0.0.1:1' }, { telemetry: store.telemetry });
  app = test.withKey(await test.aKey(['ingest']));
});
afterAll(async () => {
  await test.close();
  await store.close();
});

const at = (path = '') => `/api/v1/quotas${path}?project=${test.projectId}`;
const make = async (more: object) =>
  (
    await test.owner.post(at(), {
      name: 'a quota',
      scope: { type: 'project' },
      measure: 'tokens',
      window: { type: 'calendar', unit: 'month' },
      limit: '1000',
      action: 'deny',
      ...more,
    })
  ).as(quotaSchema);
const check = async () => (await app.post('/api/v1/quotas/check', { tokens: 1 })).as(quotaDecisionSchema);

it('without its counters a quota takes its own choice, says so, and is counted', async () => {
  const open = await make({ onUnavailable: 'allow' });
  expect(await check()).toMatchObject({
    allowed: true,
    degraded: true,
    remaining: null,
    quota: { id: open.id, used: null, limit: '1000' },
  });
  expect((await app.post('/api/v1/quotas/reserve', { tokens: 5 })).at('reservation')).toBeNull();
  const closed = await make({ onUnavailable: 'deny' });
  expect(await check()).toMatchObject({ allowed: false, degraded: true, quota: { id: closed.id } });
  const reserved = await app.post('/api/v1/quotas/reserve', { tokens: 5 });
  expect([reserved.at('allowed'), reserved.at('quota.id')]).toEqual([false, closed.id]);
  // One that only tells never refuses.
  await test.owner.put(at(`/${closed.id}`), { ...closed, action: 'notify' });
  expect(await check()).toMatchObject({ allowed: true, degraded: true });

  const settled = await app.post('/api/v1/quotas/settle', { reservation: 'x' });
  expect([settled.status, settled.headers['retry-after']]).toEqual([503, '1']);
  const [status] = (await test.owner.get(at('/status'))).as(quotaStatusSchema).data;
  expect(status).toMatchObject({ degraded: true, readAt: null, subjects: [] });
  const { text } = await test.owner.get(`/metrics?project=${test.projectId}`);
  expect(text).toMatch(/pharos_quota_counters_unavailable_total [1-9]/);
  expect(text).toMatch(/pharos_quota_decisions_total\{of="check",outcome="allowed",degraded="true"\} [1-9]/);
});

it('without its counters a quota of money has used what is stored, to the last digit', async () => {
  const call = (spanId: string, hoursAgo: number, total: string) =>
    aModelCall({
      ...{ spanId, cost: { total, currency: 'USD', priceId: 'x', priceVersion: '' } },
      startNs: BigInt(test.clock.nowMs() - hoursAgo * 3_600_000) * 1_000_000n,
    });
  const million = ['1', '2', '3', '4'].map((id) => call(id, 3, '1000000'));
  const spans = [...million, call('5', 3, '0.000000112'), call('6', 1, '0.1')];
  await store.put(test.projectId, { spans });
  const { id } = await make({ measure: 'cost', window: { type: 'calendar', unit: 'day' }, limit: '9000000' });
  const { used } = (await test.owner.get(at(`/${id}/burn-down`))).as(quotaBurnDownSchema);
  expect(used).toBe('4000000.100000112');
});
