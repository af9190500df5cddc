import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import { priceBounds } from '@pharos/core/what-if/bounds';
import { measuredSpent } from '@pharos/core/what-if/what-if';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall } from '../../../testing/spans.ts';
import type { CallGroupQuery } from '../contract.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON_NS = 1_772_366_400_000_000_000n;
const HOUR_NS = 3_600_000_000_000n;
const book = createPriceBook();
const bounds = priceBounds(book, []);
const days: CallGroupQuery = {
  ...{ from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z', filters: [], search: '' },
  ...{ partSeconds: 86_400, bounds, byAgent: false },
};

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
});
afterAll(() => store.close());

const call = (n: number, hours: number, facts: Partial<Span> = {}): Span => {
  const span = aModelCall({
    spanId: `${n}`.padStart(16, '0'),
    startNs: NOON_NS + BigInt(hours) * HOUR_NS,
    cost: undefined,
    ...facts,
  });
  return { ...span, cost: facts.cost ?? priceSpan(span, book) };
};
const groups = (query: Partial<CallGroupQuery> = {}, scope = OURS) =>
  store.reader.callGroups(scope, { ...days, ...query });

describe('call groups', () => {
  beforeAll(async () => {
    await store.put('ours', {
      spans: [
        call(1, 0, { agentName: 'a' }),
        call(2, 1, { agentName: 'b' }),
        call(3, 24),
        call(4, 0, { attributes: new Map([['openai.response.service_tier', 'Batch']]) }),
        call(11, 0, {
          ...{ model: 'o3', requestModel: 'o3', attributes: new Map([['server.address', 'api.z.ai']]) },
        }),
        call(5, 0, { usage: { input: 250_000, output: 1, total: 250_001 } }),
        call(6, 0, {
          ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', requestModel: 'claude-sonnet-4-5' },
          usage: {
            input: 10,
            cachedRead: 20,
            cacheWrite: 5,
            cacheWrite1h: 7,
            output: 3,
            searchUnits: 1,
            total: 45,
          },
        }),
        call(7, 0, {
          model: 'nobody knows',
          requestModel: 'nobody knows',
          provider: '',
          usage: { total: 7 },
        }),
        call(8, 0, { usage: undefined, clientCost: '0.5', model: 'told' }),
        call(9, 0, { usageEstimated: true, model: 'gpt-4.1-mini', requestModel: 'gpt-4.1-mini' }),
      ],
      uncounted: [call(10, 0)],
    });
    await store.put('theirs', { spans: [call(1, 0)] });
  });

  test('are of one project, and apart by day, model, tier and the length of prompts', async () => {
    const told = (await groups()).map(({ part, model, tier, priced, calls, prompt }) => [
      ...[part, model, tier, priced, Number(calls), prompt],
    ]);
    expect(told.sort()).toEqual(
      [
        [0, 'gpt-4.1', 'standard', 'priced', 2, 100],
        [0, 'gpt-4.1', 'standard', 'priced', 1, 250_000],
        [0, 'gpt-4.1', 'batch', 'priced', 1, 100],
        [0, 'claude-sonnet-4-5', 'standard', 'priced', 1, 42],
        [0, 'o3', 'standard', 'priced', 1, 100],
        [0, 'nobody knows', 'standard', 'unpriced', 1, 7],
        [0, 'told', 'standard', 'client', 1, 0],
        [0, 'gpt-4.1-mini', 'standard', 'priced', 1, 100],
        [1, 'gpt-4.1', 'standard', 'priced', 1, 100],
      ].sort(),
    );
    expect((await groups({}, THEIRS)).map(({ calls }) => calls)).toEqual([1n]);
  });

  test('have every bucket of usage and of cost', async () => {
    const of = async (model: string) => (await groups()).find((group) => group.model === model);
    expect(await of('claude-sonnet-4-5')).toMatchObject({
      tokens: new Map(
        Object.entries({
          input: 10n,
          cachedRead: 20n,
          cacheWrite: 5n,
          output: 3n,
          cacheWrite1h: 7n,
          searchUnits: 1n,
        }),
      ),
      cost: new Map(
        Object.entries({
          ...{ input: 30_000_000n, cachedRead: 6_000_000n, cacheWrite: 18_750_000n, output: 45_000_000n },
          ...{ cacheWrite1h: 42_000_000n, searchUnits: 10_000_000_000n },
        }),
      ),
    });
    expect(await of('nobody knows')).toMatchObject({ tokens: new Map([['total', 7n]]), cost: new Map() });
    expect(await of('told')).toMatchObject({
      ...{ tokens: new Map(), cost: new Map([['other', 500_000_000_000n]]) },
    });
    expect(await of('gpt-4.1-mini')).toMatchObject({ estimatedTokens: 120n, region: '' });
    expect(await of('o3')).toMatchObject({ region: 'intl' });
  });

  test('are apart by agent and by hours where that is asked, and of the spans that filters choose', async () => {
    const model = { field: 'model', op: '=' as const, values: ['gpt-4.1'] };
    const agents = await groups({ byAgent: true, filters: [model], partSeconds: 3_600 });
    expect(agents.map(({ agent, part }) => [agent, part]).sort()).toEqual([
      ['', 12],
      ['', 12],
      ['', 36],
      ['a', 12],
      ['b', 13],
    ]);
  });

  test('are apart where a price has windows of the day', async () => {
    const early = (minutes: number) =>
      call(100 + minutes, 0, {
        ...{ provider: 'deepseek', model: 'deepseek-chat', requestModel: 'deepseek-chat' },
        startNs: BigInt(Date.parse('2026-03-05T00:00:00Z') + minutes * 60_000) * 1_000_000n,
      });
    await store.put('ours', { spans: [early(29), early(30), early(59)] });
    const found = await groups({ from: '2026-03-05T00:00:00Z', to: '2026-03-06T00:00:00Z' });
    expect(
      found.map(({ calls, startNs }) => [calls, Number((startNs / 60_000_000_000n) % 1440n)]).sort(),
    ).toEqual([
      [1n, 29],
      [2n, 30],
    ]);
  });
});

test('cost together what a Question says, whatever is stored', async () => {
  let run = 0;
  const spans = fc.array(
    fc.record({
      id: fc.nat(5),
      hours: fc.nat(30),
      model: fc.constantFrom('gpt-4.1', 'claude-sonnet-4-5', 'nobody knows'),
      usage: fc.record({
        input: fc.nat(300_000),
        cachedRead: fc.nat(10),
        cacheWrite1h: fc.nat(10),
        output: fc.nat(9),
      }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(spans, async (told) => {
      const project = `run ${run++}` as typeof OURS;
      for (const { id, hours, model, usage } of told) {
        const total = Object.values(usage).reduce((sum, each) => sum + each, 0);
        const provider = model.startsWith('claude') ? 'anthropic' : '';
        await store.put(project, {
          spans: [call(id, hours, { model, requestModel: model, provider, usage: { ...usage, total } })],
        });
      }
      const { series } = await store.reader.ask(
        project,
        questionSchema.parse({ from: days.from, to: days.to, metrics: ['cost', 'tokens'] }),
      );
      const spent = measuredSpent(await groups({}, project), { parts: 2, inDetail: true });
      expect(spent.cost).toBe(series[0]?.exact.cost);
      expect(spent.tokens).toBe(series[0]?.totals.tokens);
    }),
    { numRuns: 10 },
  );
});
