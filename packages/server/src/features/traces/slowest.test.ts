import { spanSkeletonSchema } from '@pharos/core/api/spans';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall, aSpan } from '../../testing/spans.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let app: TestApp;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  const other = await app.aSecondProject();
  const startNs = BigInt(app.clock.nowMs() - 3_600_000) * 1_000_000n;
  const lasting = (spanId: string, seconds: number) => ({
    ...{ traceId: `t-${spanId}`, spanId, startNs, endNs: startNs + BigInt(seconds) * 1_000_000_000n },
  });
  await store.put(app.projectId, {
    spans: [
      aSpan(lasting('root', 9)),
      aModelCall({ ...lasting('quick', 1), input: { text: 'hello' } }),
      aModelCall({ ...lasting('slow', 5), input: { text: 'refund, please' } }),
    ],
  });
  // Told again, it was quicker.
  await store.put(app.projectId, { spans: [aSpan(lasting('root', 3))] });
  await store.put(other.projectId, { spans: [aModelCall(lasting('theirs', 60))] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const slowest = async (query: string) => {
  const answer = await app.owner.get(`/api/v1/spans/slowest?project=${app.projectId}&${query}`);
  return answer.as(z.object({ data: z.array(spanSkeletonSchema) })).data.map(({ spanId }) => spanId);
};

it('lists the spans that took longest, as they were told last, of this project alone', async () => {
  expect(await slowest('')).toEqual(['slow', 'root', 'quick']);
  expect(await slowest('limit=1')).toEqual(['slow']);
});

it('keeps to a filter and to words', async () => {
  expect(await slowest(`filter=${encodeURIComponent('kind:llm')}`)).toEqual(['slow', 'quick']);
  expect(await slowest('filter=refund')).toEqual(['slow']);
  expect(
    (await app.owner.get(`/api/v1/spans/slowest?filter=nothing:1&project=${app.projectId}`)).status,
  ).toBe(400);
});
