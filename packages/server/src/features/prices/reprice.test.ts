import { repriceJobSchema } from '@pharos/core/api/prices';
import { sumDecimals } from '@pharos/core/pricing/decimal';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scopeTo } from '../../store/scope.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall, aSpan } from '../../testing/spans.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

const START = Date.parse('2026-03-01T00:00:00Z');
const COUNT = 1_203;
const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const ns = (ms: number) => BigInt(ms) * 1_000_000n;

let store: ReadStore;
let test: TestApp;
let jobs: string;
beforeAll(async () => {
  store = await openReadStore();
  test = await testApp({}, { telemetry: store.telemetry });
  jobs = `/api/v1/projects/${test.projectId}/reprice-jobs`;
  const repeated = { ...spansOf('')[1], traceId: 'repeated' } as Span;
  await store.put(test.projectId, { spans: spansOf(''), uncounted: [repeated] });
  await store.put('theirs', { spans: spansOf('') });
});
afterAll(async () => {
  await test.close();
  await store.close();
});

/** Calls of a model without a price and of one with, with their texts, the tokens of some estimated; one whose cost the client told; a step without usage. */
function spansOf(prefix: string): Span[] {
  const book = createPriceBook();
  const calls = Array.from({ length: COUNT }, (_, i) => {
    const startNs = ns(START + i * 1000);
    const span = aModelCall({
      ...{ traceId: `${prefix}trace${i >> 2}`, spanId: `span${i}`, startNs, endNs: startNs + 1_000n },
      ...{ model: i % 3 === 0 ? 'gpt-4.1' : 'house-model', requestModel: '', provider: '' },
      usage: { input: 100 + i, cachedRead: i % 5, output: 10, searchUnits: i % 2, total: 110 + i + (i % 5) },
      ...(i % 4 === 0 && { usageEstimated: true, usageTokenizer: 'o200k_base' }),
      input: { messages: [{ role: 'user', parts: [{ type: 'text', text: `question ${i}` }] }] },
    });
    return { ...span, cost: priceSpan(span, book) };
  });
  const at = { startNs: ns(START + 500), endNs: ns(START + 501) };
  const told = aModelCall({
    ...{ ...at, traceId: 'told', spanId: 'told', model: 'house-model', usage: { input: 5, total: 5 } },
    ...{ clientCost: '9', cost: { total: '9', currency: 'USD', priceId: 'client', priceVersion: '' } },
  });
  return [...calls, told, aSpan({ ...at, traceId: 'told', spanId: 'plain' })];
}

const list = async () =>
  (await test.owner.get(`/api/v1/reprice-jobs?project=${test.projectId}`)).as(
    z.object({ data: z.array(repriceJobSchema) }),
  ).data;
const setPrice = (price: Record<string, string>) =>
  test.owner.put(`/api/v1/projects/${test.projectId}/prices`, price);
const finished = async (id: unknown) => {
  await expect
    .poll(async () => (await list()).find((job) => job.id === id)?.state, { timeout: 20_000 })
    .toBe('done');
  return (await list()).find((job) => job.id === id);
};
const totals = async (project = test.projectId) => {
  const { series } = await store.reader.ask(scopeTo(project), {
    ...RANGE,
    ...{ metrics: ['cost', 'unpricedCalls', 'modelCalls'], dimensions: ['model'], filters: [], search: '' },
    ...{ limit: 20, compare: false },
  });
  return Object.fromEntries(
    series.map(({ group, totals, exact }) => [group[0], { ...totals, cost: exact.cost }]),
  );
};

describe('pricing history anew', () => {
  it('charges every span as it would be charged today, to the digit, and nothing else', async () => {
    const before = await totals();
    expect(before['house-model']).toMatchObject({ unpricedCalls: 802, cost: '9' });
    const price = { input: '1.5', cachedRead: '0.15', output: '7', searchUnits: '3' };
    await setPrice({ model: 'house-model', ...price });
    const started = await test.owner.post(jobs, RANGE);
    expect(started.status).toBe(202);
    const job = await finished(started.at('id'));

    const book = createPriceBook({
      overrides: [{ model: 'house-model', provider: '', currency: 'USD', updatedAt: '', ...price }],
    });
    const charged = spansOf('').filter(
      ({ model, clientCost }) => model === 'house-model' && clientCost === undefined,
    );
    const expected = sumDecimals(charged.map((span) => priceSpan(span, book)?.total ?? ''));
    expect(job).toMatchObject({
      spans: COUNT + 1,
      done: COUNT + 1,
      changed: 803,
      before: '0',
      after: expected,
    });
    const after = await totals();
    expect(after['house-model']).toMatchObject({
      ...{ unpricedCalls: 0, modelCalls: 803, cost: sumDecimals([expected, '9']) },
    });
    expect(after['gpt-4.1']).toEqual(before['gpt-4.1']);
    expect((await totals('theirs'))['house-model']).toMatchObject({ unpricedCalls: 802, cost: '9' });
  });

  it('keeps everything else of a span, its texts too', async () => {
    const span = await store.reader.span(scopeTo(test.projectId), 'trace0', 'span1');
    expect(span).toMatchObject({
      ...{ model: 'house-model', usage: { input: 101, cachedRead: 1, output: 10, searchUnits: 1 } },
      input: [{ parts: [{ text: 'question 1' }] }],
      cost: {
        ...{
          priced: true,
          input: '0.0001515',
          cachedRead: '0.00000015',
          output: '0.00007',
          searchUnits: '0.003',
        },
        ...{ total: '0.00322165', priceId: 'project/house-model' },
      },
    });
    const [row] = await store.driver.query<{ preview: string }>(
      "SELECT input_preview AS preview FROM spans FINAL WHERE project_id = {p:String} AND span_id = 'span1'",
      { p: test.projectId },
    );
    expect(row?.preview).toContain('question 1');
  });

  it('changes nothing the second time', async () => {
    const job = await finished((await test.owner.post(jobs, RANGE)).at('id'));
    expect(job).toMatchObject({ done: COUNT + 1, changed: 0, before: '0', after: '0' });
  });

  it('takes a price back where it was taken back', async () => {
    const removal = `/api/v1/projects/${test.projectId}/prices?model=house-model`;
    expect((await test.owner.delete(removal)).status).toBe(204);
    await finished((await test.owner.post(jobs, RANGE)).at('id'));
    expect((await totals())['house-model']).toMatchObject({ unpricedCalls: 802, cost: '9' });
  });

  it('runs once at a time, is cancelled, and goes on where another process has left it', async () => {
    await setPrice({ model: 'house-model', input: '2', output: '2', searchUnits: '0' });
    const values = {
      ...{ id: 'left', projectId: test.projectId, fromNs: ns(START), toNs: ns(START + 86_400_000) },
      ...{
        state: 'running' as const,
        spans: COUNT,
        done: 1_000,
        changed: 0,
        before: '0',
        after: '0',
        error: '',
      },
      cursor: JSON.stringify({
        startNs: String(ns(START + 999_000)),
        traceId: 'trace249',
        spanId: 'span999',
      }),
      ...{ createdAt: new Date(test.clock.nowMs()), createdBy: 'ada', finishedAt: null },
    };
    const hour = new Date(test.clock.nowMs() + 3_600_000);
    await test.records
      .insertInto('repriceJobs')
      .values({ ...values, leasedUntil: hour })
      .execute();
    expect((await test.owner.post(jobs, RANGE)).at('error.code')).toBe('conflict');
    expect((await test.owner.post(`${jobs}/left/cancel`)).status).toBe(204);
    expect((await test.owner.post(`${jobs}/left/cancel`)).status).toBe(404);
    await test.records.deleteFrom('repriceJobs').where('id', '=', 'left').execute();

    await test.records
      .insertInto('repriceJobs')
      .values({ ...values, leasedUntil: new Date(0) })
      .execute();
    expect((await test.owner.post(jobs, RANGE)).status).toBe(409);
    const second = await testApp(
      {},
      {
        telemetry: store.telemetry,
        store: {
          records: test.records,
          dispose: async () => undefined,
          reopen: () => Promise.reject(new Error('not here')),
        },
      },
    );
    const job = await finished('left');
    expect(job).toMatchObject({ done: COUNT, changed: 136 });
    await second.close();
  });

  it.each([
    ['no range', {}],
    ['a range that ends before it begins', { from: RANGE.to, to: RANGE.from }],
    ['no time', { from: 'yesterday', to: 'today' }],
  ])('is refused with %s', async (_, range) => {
    expect((await test.owner.post(jobs, range)).status).toBe(400);
  });

  it('is started by members, seen by viewers, and of one project alone', async () => {
    const viewer = await test.aMember('viewer');
    expect((await viewer.post(jobs, RANGE)).status).toBe(403);
    expect((await viewer.get(`/api/v1/reprice-jobs?project=${test.projectId}`)).status).toBe(200);
    const second = await test.aSecondProject();
    expect((await second.owner.post(jobs, RANGE)).status).toBe(404);
    expect((await second.owner.get(`/api/v1/reprice-jobs?project=${second.projectId}`)).text).toBe(
      '{"data":[]}',
    );
  });
});
