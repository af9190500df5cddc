import { questionSchema } from '@pharos/core/question';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import type { SpendingQuery } from '../contract.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON_NS = 1_772_366_400_000_000_000n;
const HOUR_NS = 3_600_000_000_000n;
const day = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', limit: 1000 };

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
});
afterAll(() => store.close());

const call = (n: number, userId: string, hours = 0, facts: Parameters<typeof aModelCall>[0] = {}) =>
  aModelCall({
    spanId: `${n}`.padStart(16, '0'),
    startNs: NOON_NS + BigInt(hours) * HOUR_NS,
    userId,
    ...facts,
  });
const spent = async (query: Partial<SpendingQuery>, scope = OURS) =>
  (await store.reader.spending(scope, { ...day, metric: 'tokens', ...query })).map(
    ({ subject, part, amount }) => [subject, part, amount],
  );

describe('spending', () => {
  beforeAll(async () => {
    await store.put('ours', {
      spans: [
        call(1, 'ada'),
        call(2, 'ada', 1),
        call(3, 'bob', 0, { tags: ['vip'], model: 'gpt-4.1-mini' }),
        call(4, ''),
        call(5, 'eve', -13),
        aSpan({ spanId: '6'.padStart(16, '0'), startNs: NOON_NS, userId: 'ada' }),
      ],
      uncounted: [call(7, 'ada')],
    });
    await store.put('theirs', { spans: [call(1, 'ada')] });
    // Told again, with another usage: the newest version counts, once.
    await store.put('ours', {
      spans: [call(3, 'bob', 0, { tags: ['vip'], model: 'gpt-4.1-mini', usage: { input: 5, total: 5 } })],
    });
  });

  test('is of one project, each user apart, the largest first', async () => {
    expect(await spent({ byUser: true })).toEqual([
      ['ada', 0, '240'],
      ['bob', 0, '5'],
    ]);
    expect(await spent({ byUser: true, limit: 1 })).toEqual([['ada', 0, '240']]);
    expect(await spent({ byUser: true }, THEIRS)).toEqual([['ada', 0, '120']]);
  });

  test('is of all together, exact, and nothing where there is none', async () => {
    expect(await spent({})).toEqual([['', 0, '365']]);
    expect(await spent({ metric: 'cost' })).toEqual([['', 0, '0.00144']]);
    expect(await spent({ metric: 'modelCalls' })).toEqual([['', 0, '4']]);
    expect(await spent({ from: '2025-01-01T00:00:00Z', to: '2025-01-02T00:00:00Z' })).toEqual([]);
  });

  test('is told apart by stretches of time, and by what spans are', async () => {
    const from = '2026-03-01T12:00:00Z';
    expect(await spent({ from, byUser: true, partMs: 3_600_000 })).toEqual([
      ['ada', 0, '120'],
      ['ada', 1, '120'],
      ['bob', 0, '5'],
    ]);
    const of = (field: string, value: string) => ({
      filters: [{ field, op: '=' as const, values: [value] }],
    });
    expect(await spent(of('tag', 'vip'))).toEqual([['', 0, '5']]);
    expect(await spent(of('model', "x' OR 1"))).toEqual([]);
    expect(await spent({ ...of('model', 'gpt-4.1'), byUser: true })).toEqual([['ada', 0, '240']]);
  });
});

test('agrees with a Question, whatever is stored', async () => {
  let run = 0;
  const spans = fc.array(
    fc.record({
      user: fc.constantFrom('', 'ada', 'bob'),
      id: fc.nat(6),
      tokens: fc.nat(1000),
      root: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(spans, async (told) => {
      const project = `run ${run++}`;
      for (const { user, id, tokens, root } of told) {
        const usage = { input: tokens, total: tokens };
        const cost = {
          total: `0.${String(tokens).padStart(12, '0')}`,
          currency: 'USD',
          priceId: 'x',
          priceVersion: '',
        };
        const parentSpanId = root ? '' : 'parent';
        await store.put(project, { spans: [call(id, user, 0, { usage, cost, parentSpanId })] });
      }
      const scope = project as typeof OURS;
      for (const metric of ['tokens', 'cost', 'requests', 'modelCalls'] as const) {
        const { series } = await store.reader.ask(
          scope,
          questionSchema.parse({ ...day, metrics: [metric], dimensions: ['user'] }),
        );
        const asked = series
          .filter(({ group }) => group[0] !== '')
          .map(({ group, totals, exact }) => [group[0], exact[metric] ?? String(totals[metric])])
          .filter(([, amount]) => amount !== '0');
        const mine = (await spent({ metric, byUser: true }, scope)).map(([subject, , amount]) => [
          subject,
          amount,
        ]);
        expect(mine.sort()).toEqual(asked.sort());
      }
    }),
    { numRuns: 10 },
  );
});
