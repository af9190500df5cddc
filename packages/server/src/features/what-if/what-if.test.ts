import { type WhatIfInput, whatIfSchema } from '@pharos/core/api/what-if';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const PATH = '/api/v1/usage/what-if';
const START = Date.parse('2026-03-01T12:00:00Z');
const WEEK = { from: '2026-02-27T00:00:00Z', to: '2026-03-06T00:00:00Z' };
const book = createPriceBook();

let store: ReadStore;
let app: TestApp;
let reader: Client;
let count = 0;
const call = (model: string, provider: string, hours: number, facts: Partial<Span>): Span => {
  count += 1;
  const span = aModelCall({
    ...{
      model,
      requestModel: model,
      provider,
      cost: undefined,
      spanId: `span${count}`,
      traceId: `trace${count}`,
    },
    startNs: BigInt(START + hours * 3_600_000) * 1_000_000n,
    ...facts,
  });
  return { ...span, cost: priceSpan(span, book) };
};
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  reader = app.withKey(await app.aKey(['read']));
  const spans = [
    // 0.2 + 0.04 in one go, then 0.4 with half of it cached: 0.2 + 0.05 + 0.08.
    call('gpt-4.1', 'openai', 0, {
      agentName: 'support',
      usage: { input: 100_000, output: 5_000, total: 105_000 },
    }),
    call('gpt-4.1', 'openai', 24, {
      usage: { input: 100_000, cachedRead: 100_000, output: 10_000, total: 210_000 },
    }),
    // More than 200 000 tokens go in: 0.06 + 0.12 + 0.225.
    call('claude-sonnet-4-5', 'anthropic', 48, {
      usage: { input: 10_000, cachedRead: 200_000, output: 10_000, total: 220_000 },
    }),
    call('house-model', '', 0, { usage: { input: 1_000_000, output: 0, total: 1_000_000 } }),
  ];
  await store.put(app.projectId, { spans });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const ask = async (asked: Omit<WhatIfInput, 'from' | 'to'>) =>
  (await reader.post(PATH, { ...WEEK, ...asked })).as(whatIfSchema);
const scenario = (...changes: NonNullable<WhatIfInput['scenarios']>[number]['changes']) => ({ changes });

describe('what if', () => {
  it('says what was measured, by model, bucket and day', async () => {
    const { measured, parts, partSeconds, outcomes } = await ask({});
    expect(parts).toEqual(
      [27, 28, 1, 2, 3, 4, 5].map((day) => expect.stringContaining(`${String(day).padStart(2, '0')}T00:00`)),
    );
    expect({ partSeconds, outcomes }).toEqual({ partSeconds: 86_400, outcomes: [] });
    expect(measured).toMatchObject({
      ...{ cost: '0.975', calls: 4, unpricedCalls: 1, estimatedTokens: 0 },
      byPart: ['0', '0', '0.24', '0.33', '0.405', '0', '0'],
      byBucket: [
        { bucket: 'input', cost: '0.46', tokens: 1_210_000 },
        { bucket: 'cachedRead', cost: '0.17', tokens: 300_000 },
        { bucket: 'output', cost: '0.345', tokens: 25_000 },
      ],
    });
    expect(measured.byModel).toMatchObject([
      { model: 'gpt-4.1', cost: '0.57', cacheShare: 1 / 3 },
      { model: 'claude-sonnet-4-5', cost: '0.405' },
      { model: 'house-model', cost: '0' },
    ]);
  });

  it('prices the same calls under other models, side by side', async () => {
    const { outcomes } = await ask({
      scenarios: [
        {
          name: 'mini',
          ...scenario({
            kind: 'model',
            of: { model: 'gpt-4.1' },
            to: { provider: 'openai', model: 'gpt-4.1-mini' },
          }),
        },
        scenario({
          kind: 'model',
          of: { model: 'gpt-4.1' },
          share: 0.5,
          to: { provider: 'openai', model: 'gpt-4.1-mini' },
        }),
        scenario({
          kind: 'model',
          of: { agent: 'support' },
          to: { provider: 'openai', model: 'gpt-4.1-mini' },
        }),
        scenario({ kind: 'model', of: { model: 'gpt-4.1' }, to: { model: 'gpt-4.1' } }),
      ],
    });
    // A fifth of the price throughout: 0.57 becomes 0.114.
    expect(outcomes[0]).toMatchObject({
      ...{ name: 'mini', before: '0.975', difference: '-0.456' },
      after: { cost: '0.519', byPart: ['0', '0', '0.048', '0.066', '0.405', '0', '0'] },
      left: [{ reason: 'unpricedNow', model: 'house-model', calls: 1 }],
    });
    expect(outcomes.map(({ after }) => after.cost)).toEqual(['0.519', '0.747', '0.783', '0.975']);
  });

  it('prices another cache share, tier and length', async () => {
    const of = { model: 'claude-sonnet-4-5' };
    const { outcomes } = await ask({
      filters: [{ field: 'model', op: '=', values: ['claude-sonnet-4-5'] }],
      scenarios: [
        scenario({ kind: 'cache', of, cacheShare: 0 }),
        scenario({ kind: 'tier', of, tier: 'batch' }),
        scenario({ kind: 'length', of, output: 2 }),
        scenario({ kind: 'tier', of, tier: 'flex' }),
      ],
    });
    // 210 000 in at 6 and 10 000 out at 22.5, since more than 200 000 go in.
    expect(outcomes.map(({ before, after }) => [before, after.cost])).toEqual([
      ['0.405', '1.485'],
      ['0.405', '0.2025'],
      ['0.405', '0.63'],
      ['0', '0'],
    ]);
    expect(outcomes[3]?.left).toMatchObject([{ reason: 'noTier', before: '0.405' }]);
  });

  it('goes by the own prices of the project, also for what has none yet', async () => {
    const price = { model: 'cheap', input: '0.1', output: '0.2' };
    await app.owner.put(`/api/v1/projects/${app.projectId}/prices`, price);
    const { outcomes } = await ask({
      totalsOnly: true,
      scenarios: [scenario({ kind: 'model', to: { model: 'cheap' } })],
    });
    // 510 000 in at 0.1 and 25 000 out at 0.2 of what is priced now; 1 000 000 in of what is not.
    expect(outcomes[0]).toMatchObject({
      ...{ before: '0.975', after: { cost: '0.056', calls: 3 }, difference: '-0.919' },
      left: [{ reason: 'unpricedNow', model: 'cheap', calls: 1, after: '0.1' }],
    });
    expect(outcomes[0]?.after.byModel).toBeUndefined();
    expect(outcomes[0]?.assumptions.map(({ name }) => name)).toEqual(['sameTokens', 'noCachePrice']);
  });

  it('is told by the hour over up to three days', async () => {
    const answer = await reader.post(PATH, { from: '2026-03-01T10:30:00Z', to: '2026-03-01T13:00:00Z' });
    expect(answer.as(whatIfSchema)).toMatchObject({
      ...{
        partSeconds: 3_600,
        parts: ['2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z', '2026-03-01T12:00:00.000Z'],
      },
      measured: { byPart: ['0', '0', '0.24'] },
    });
  });

  it('names the models that may be meant by one that is unknown', async () => {
    const answer = await reader.post(PATH, {
      ...WEEK,
      scenarios: [scenario({ kind: 'model', to: { provider: 'openai', model: 'gtp-4.1' } })],
    });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.at('error.message')).toMatch(
      /^No price is known of "gtp-4\.1" of "openai"\. Did you mean gpt-4\.1, /,
    );
    expect(answer.at('error.details.0.path')).toEqual(['scenarios', 0, 'changes', 0, 'to', 'model']);
  });

  it('leaves out the calls that a model is not sold for in their region', async () => {
    const { outcomes } = await ask({
      scenarios: [scenario({ kind: 'model', to: { provider: 'alibaba', model: 'qwen-long' } })],
    });
    // Those that have a cost today, and those that have none.
    expect(outcomes[0]).toMatchObject({
      before: '0',
      left: [
        { reason: 'noPrice', calls: 3, before: '0.975' },
        { reason: 'noPrice', calls: 1 },
      ],
    });
  });

  it.each([
    ['a range turned around', { from: WEEK.to, to: WEEK.from }],
    ['a range of many years', { from: '2000-01-01T00:00:00Z' }],
    ['a share above one', { scenarios: [scenario({ kind: 'cache', cacheShare: 1.5 })] }],
    ['a change that is none', { scenarios: [{ changes: [] }] }],
    ['a kind of change that is unknown', { scenarios: [{ changes: [{ kind: 'magic' }] }] }],
    ['an unknown field', { filters: [{ field: 'joy', op: '=', values: ['x'] }] }],
  ])('is refused with %s', async (_, part) => {
    const answer = await reader.post(PATH, { ...WEEK, ...part });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
  });

  it('refuses what would take too long: changes of a part of the calls leave twice as many each time', async () => {
    const change = { kind: 'tier' as const, tier: 'batch' as const };
    const many = (share: number) => ({
      ...{ ...WEEK, totalsOnly: true },
      scenarios: Array.from({ length: 60 }, () =>
        scenario(...Array.from({ length: 8 }, () => ({ ...change, share }))),
      ),
    });
    expect((await reader.post(PATH, many(1))).status).toBe(200);
    const partial = await reader.post(PATH, many(0.5));
    expect([partial.status, partial.at('error.message')]).toEqual([
      400,
      expect.stringMatching(/^That is too much to price/),
    ]);
  });

  it('refuses an answer that would be too long', async () => {
    const asked = {
      ...{ from: '2025-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
      scenarios: Array.from({ length: 300 }, () => scenario({ kind: 'tier', tier: 'batch' })),
    };
    const answer = await reader.post(PATH, asked);
    expect([answer.status, answer.at('error.message')]).toEqual([
      400,
      expect.stringMatching(/^That is too much to tell/),
    ]);
    expect((await reader.post(PATH, { ...asked, totalsOnly: true })).status).toBe(200);
  });

  it('is for who may read the project, and of one project alone', async () => {
    expect((await app.nobody.post(PATH, WEEK)).status).toBe(401);
    expect((await (await app.aMember('viewer')).post(`${PATH}?project=${app.projectId}`, WEEK)).status).toBe(
      200,
    );
    const second = await app.aSecondProject();
    expect((await second.owner.post(`${PATH}?project=${app.projectId}`, WEEK)).status).toBe(404);
    const theirs = await second.owner.post(`${PATH}?project=${second.projectId}`, WEEK);
    expect(theirs.as(whatIfSchema).measured).toMatchObject({ cost: '0', calls: 0, cacheShare: null });
  });
});
