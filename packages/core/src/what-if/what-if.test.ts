import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangeInput, type CostBucket, type Spent, scenarioSchema } from '../api/what-if.ts';
import { nearestNames } from '../nearest-names.ts';
import { parseDecimal, sumDecimals } from '../pricing/decimal.ts';
import { priceUsage } from '../pricing/price.ts';
import { createPriceBook } from '../pricing/price-book.ts';
import type { ServiceTier } from '../pricing/tiers.ts';
import { USAGE_BUCKETS, type Usage } from '../usage.ts';
import { MAX_PROMPT_BOUNDS, priceBounds } from './bounds.ts';
import { acrossHours, goesByTheHour } from './hours.ts';
import type { CallGroup, TokenBucket } from './traffic.ts';
import { measuredSpent, whatIf, whatIfInTurns } from './what-if.ts';

const NOON = BigInt(Date.parse('2026-11-20T12:00:00Z')) * 1_000_000n;
const book = createPriceBook({
  overrides: [
    {
      ...{ model: 'plain', provider: '', currency: 'USD', updatedAt: '2026-01-01T00:00:00.000Z' },
      ...{ input: '1', output: '2' },
    },
    {
      ...{ model: 'writer', provider: '', currency: 'USD', updatedAt: '2026-01-01T00:00:00.000Z' },
      ...{ input: '1', cachedRead: '0.1', cacheWrite: '1.25', output: '2' },
    },
    {
      ...{ model: 'automatic', provider: '', currency: 'USD', updatedAt: '2026-01-01T00:00:00.000Z' },
      ...{ input: '1', cachedRead: '0.1', output: '2' },
    },
    {
      ...{ model: 'tiered', provider: '', currency: 'USD', updatedAt: '2026-01-01T00:00:00.000Z' },
      ...{ input: ['1', [1000, '2']] as ['1', [number, string]], output: '2', request: '5' },
    },
  ],
});

interface Call {
  model: string;
  usage: Omit<Usage, 'total'>;
  provider?: string;
  tier?: ServiceTier;
  part?: number;
  agent?: string;
}
const totalOf = (usage: Omit<Usage, 'total'>): number =>
  USAGE_BUCKETS.reduce((sum, bucket) => sum + (bucket === 'searchUnits' ? 0 : (usage[bucket] ?? 0)), 0);

/** One call as a group of its own, at what the book says. */
function groupOf({ model, usage, provider = '', tier = 'standard', part = 0, agent = '' }: Call): CallGroup {
  const price = book.find(provider, model, NOON, tier);
  const cost = price && priceUsage({ ...usage, total: totalOf(usage) }, price);
  const {
    total: _t,
    currency: _c,
    priceId: _i,
    priceVersion: _v,
    cacheSaved: _s,
    ...amounts
  } = cost ?? { total: '0' };
  return {
    ...{
      part,
      startNs: NOON,
      provider,
      model,
      requestModel: model,
      agent,
      tier,
      region: '',
      estimatedTokens: 0n,
    },
    priced: cost ? 'priced' : 'unpriced',
    prompt: totalOf(usage) - (usage.output ?? 0) - (usage.reasoning ?? 0),
    calls: 1n,
    tokens: new Map(
      Object.entries(usage).map(([bucket, amount]) => [bucket as TokenBucket, BigInt(amount as number)]),
    ),
    cost: new Map(
      Object.entries(amounts).map(([bucket, amount]) => [
        bucket as CostBucket,
        parseDecimal(amount as string) ?? 0n,
      ]),
    ),
  };
}
const ask = (groups: CallGroup[], ...changes: ChangeInput[]) =>
  whatIf(groups, scenarioSchema.parse({ changes }), book, { parts: 3, inDetail: true });
const cost = (groups: CallGroup[], ...changes: ChangeInput[]) => ask(groups, ...changes).after.cost;
const notes = (groups: CallGroup[], ...changes: ChangeInput[]) =>
  ask(groups, ...changes).assumptions.map(({ name }) => name);

describe('what the same calls would cost', () => {
  test('with another model, each bucket at its own price there', () => {
    const calls = [groupOf({ model: 'plain', usage: { input: 1_000_000, output: 500_000 } })];
    const outcome = ask(calls, { kind: 'model', to: { provider: 'openai', model: 'gpt-4.1' } });
    expect(outcome).toMatchObject({ before: '2', after: { cost: '6', calls: 1 }, difference: '4', left: [] });
    expect(outcome.after.byBucket).toEqual([
      { bucket: 'input', tokens: 1_000_000, cost: '2' },
      { bucket: 'output', tokens: 500_000, cost: '4' },
    ]);
    expect(outcome.after.byModel).toMatchObject([{ provider: 'openai', model: 'gpt-4.1', cost: '6' }]);
    expect(outcome.assumptions).toMatchObject([{ name: 'sameTokens', values: { model: 'gpt-4.1' } }]);
  });

  test('with a change of a share of them, the rest costs what it did', () => {
    const calls = [groupOf({ model: 'plain', usage: { input: 1_000_000 } })];
    const half = { kind: 'model' as const, share: 0.25, to: { model: 'gpt-4.1' } };
    const outcome = ask(calls, half);
    expect(outcome.after.cost).toBe('1.25');
    expect(outcome.after.byModel?.map(({ model, cost }) => [model, cost])).toEqual([
      ['plain', '0.75'],
      ['gpt-4.1', '0.5'],
    ]);
    expect(outcome.assumptions.map(({ text }) => text)).toContain(
      'The share of 25 % of the calls is taken to be average ones.',
    );
  });

  test('with a change of some of them, no others change', () => {
    const calls = [
      groupOf({ model: 'plain', agent: 'a', usage: { input: 1_000_000 } }),
      groupOf({ model: 'plain', agent: 'b', usage: { input: 1_000_000 } }),
    ];
    expect(cost(calls, { kind: 'model', of: { agent: 'a' }, to: { model: 'gpt-4.1' } })).toBe('3');
    const other = { kind: 'model' as const, of: { model: 'other' }, to: { model: 'gpt-4.1' } };
    expect(cost(calls, other)).toBe('2');
    expect(notes(calls, other)).toEqual(['noCalls', 'asMeasured']);
  });

  test('with a token factor, by its count of tokens and the tier that they reach', () => {
    const calls = [groupOf({ model: 'plain', usage: { input: 800, output: 100 } })];
    // 800 at 1, 100 at 2, 5 per thousand calls; then 1200 at 2 and 150 at 2.
    expect(cost(calls, { kind: 'model', to: { model: 'tiered' } })).toBe('0.006');
    expect(cost(calls, { kind: 'model', to: { model: 'tiered' }, tokenFactor: 1.5 })).toBe('0.0077');
    expect(cost(calls, { kind: 'length', input: 1.5, output: 2 })).toBe('0.0016');
  });

  test('with a higher cache share, more is read from the cache, and written where that has a price', () => {
    const usage = { input: 1_000_000 };
    const half = { kind: 'cache' as const, cacheShare: 0.5, readsPerWrite: 5 };
    // 400 000 left at 1, 500 000 read at 0.1, 100 000 written at 1.25.
    expect(cost([groupOf({ model: 'writer', usage })], half)).toBe('0.575');
    // Two times the input where it is kept for an hour.
    expect(cost([groupOf({ model: 'writer', usage })], { ...half, keptFor: '1h' })).toBe('0.65');
    expect(cost([groupOf({ model: 'automatic', usage })], half)).toBe('0.55');
    expect(ask([groupOf({ model: 'automatic', usage })], half).after.byBucket).toMatchObject([
      { bucket: 'input', cost: '0.5' },
      { bucket: 'cachedRead', cost: '0.05' },
    ]);
    expect(notes([groupOf({ model: 'plain', usage })], half)).toEqual([
      'writes',
      'noCachePrice',
      'freeWrites',
    ]);
  });

  test('with a lower cache share, less is read and less is written', () => {
    const usage = { input: 100_000, cachedRead: 800_000, cacheWrite: 100_000 };
    const calls = [groupOf({ model: 'writer', usage })];
    expect(ask(calls, { kind: 'tier', tier: 'standard' }).after.cost).toBe('0.305');
    // Half the reads and half the writes: 550 000 at 1, 400 000 at 0.1, 50 000 at 1.25.
    expect(cost(calls, { kind: 'cache', cacheShare: 0.4 })).toBe('0.6525');
    expect(cost(calls, { kind: 'cache', cacheShare: 0 })).toBe('1');
  });

  test('with a cache share that leaves no room for its writes, as far as it goes', () => {
    const calls = [groupOf({ model: 'writer', usage: { input: 1_000_000 } })];
    const outcome = ask(calls, { kind: 'cache', cacheShare: 1, readsPerWrite: 4 });
    // 800 000 read at 0.1 and 200 000 written at 1.25.
    expect(outcome.after.cost).toBe('0.33');
    expect(outcome.assumptions[1]).toMatchObject({ name: 'cacheCapped', values: { reached: '80 %' } });
  });

  test('with a model whose writes have a price, what is read has to be written', () => {
    const calls = [groupOf({ model: 'automatic', usage: { input: 500_000, cachedRead: 500_000 } })];
    // 400 000 at 1, 500 000 read at 0.1, 100 000 written at 1.25.
    expect(cost(calls, { kind: 'model', to: { model: 'writer' } })).toBe('0.575');
    const back = [
      groupOf({ model: 'writer', usage: { input: 0, cachedRead: 500_000, cacheWrite: 500_000 } }),
    ];
    expect(cost(back, { kind: 'model', to: { model: 'automatic' } })).toBe('0.55');
  });

  test('in a batch is half, and calls that have no price there are told apart', () => {
    const calls = [groupOf({ model: 'gpt-4.1', provider: 'openai', usage: { input: 1_000_000 } })];
    expect(cost(calls, { kind: 'tier', tier: 'batch' })).toBe('1');
    const none = ask([groupOf({ model: 'claude-sonnet-4-5', provider: 'anthropic', usage: { input: 10 } })], {
      ...{ kind: 'tier', tier: 'flex' },
    });
    expect(none).toMatchObject({
      before: '0',
      after: { cost: '0' },
      left: [{ reason: 'noTier', before: '0.00003' }],
    });
  });

  test('with several changes, each is done to what the one before it left', () => {
    const calls = [groupOf({ model: 'plain', usage: { input: 1_000_000 } })];
    const outcome = ask(
      calls,
      { kind: 'model', to: { provider: 'openai', model: 'gpt-4.1' } },
      { kind: 'tier', of: { model: 'gpt-4.1' }, share: 0.5, tier: 'batch' },
      { kind: 'tier', of: { model: 'plain' }, tier: 'flex' },
    );
    expect(outcome.after.cost).toBe('1.5');
  });

  test('leaves those that cannot be priced out of both sums', () => {
    const calls = [
      groupOf({ model: 'plain', usage: { input: 1_000_000 } }),
      groupOf({ model: 'plain', usage: { input: 1_000_000, searchUnits: 1 } }),
      groupOf({ model: 'nobody knows', usage: { input: 1_000_000 } }),
    ];
    const outcome = ask(calls, { kind: 'model', of: { model: 'plain' }, to: { model: 'automatic' } });
    expect(outcome).toMatchObject({ before: '1', after: { cost: '1', calls: 1 }, difference: '0' });
    expect(outcome.left).toEqual([
      expect.objectContaining({ reason: 'noRate', model: 'automatic', calls: 1, bucket: 'searchUnits' }),
      expect.objectContaining({ reason: 'unpricedNow', model: 'nobody knows', calls: 1 }),
    ]);
    const other = ask(calls.slice(0, 1), { kind: 'model', to: { model: 'nobody knows' } });
    expect(other).toMatchObject({ before: '0', left: [{ reason: 'noPrice', before: '1' }] });
    const audio = { ...calls[0], tokens: new Map([['searchUnits', 1n]] as const) } as CallGroup;
    expect(ask([audio], { kind: 'model', to: { model: 'automatic' } }).left).toMatchObject([
      { reason: 'noRate', bucket: 'searchUnits', before: '1' },
    ]);
  });

  test('by the price list, where a client reported what they did cost', () => {
    const told: CallGroup = {
      ...groupOf({ model: 'plain', usage: { input: 1_000_000 } }),
      ...{ priced: 'client', cost: new Map([['other', 3_000_000_000_000n]]) },
    };
    expect(ask([told], { kind: 'model', to: { model: 'automatic' } })).toMatchObject({
      ...{ before: '3', after: { cost: '1' }, difference: '-2' },
    });
    const half = { kind: 'length' as const, share: 0.5, output: 2 };
    const sentence = ask([{ ...told, calls: 6n }], half, half).assumptions.find(
      ({ name }) => name === 'clientPrices',
    );
    expect(sentence?.values).toEqual({ calls: '6' });
    const untold: CallGroup = { ...told, tokens: new Map() };
    expect(ask([untold], { kind: 'model', to: { model: 'automatic' } }).left).toMatchObject([
      { reason: 'noUsage', before: '3' },
    ]);
    const totals: CallGroup = { ...told, tokens: new Map([['total', 1_000_000n]]) };
    expect(ask([totals], { kind: 'model', to: { model: 'automatic' } }).left).toMatchObject([
      { reason: 'totalOnly' },
    ]);
    expect(
      ask([totals], { kind: 'model', to: { provider: 'openai', model: 'text-embedding-3-small' } }).after
        .cost,
    ).toBe('0.02');
  });
});

const calls = fc.array(
  fc.record({
    model: fc.constantFrom('plain', 'writer', 'automatic', 'gpt-4.1', 'nobody knows'),
    tier: fc.constantFrom<ServiceTier>('standard', 'batch'),
    part: fc.nat(2),
    usage: fc.record({
      input: fc.nat(100_000),
      cachedRead: fc.nat(50_000),
      cacheWrite: fc.nat(10_000),
      output: fc.nat(5_000),
      reasoning: fc.nat(500),
    }),
  }),
  { minLength: 1, maxLength: 12 },
);
const of = fc.constantFrom({}, { model: 'plain' }, { model: 'gpt-4.1' });
const share = fc.constantFrom(0, 0.25, 1 / 3, 0.9, 1);
const change: fc.Arbitrary<ChangeInput> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('model' as const), of, share, tokenFactor: fc.constantFrom(1, 0.7, 1.35) },
    to: fc.constantFrom(
      { model: 'writer' },
      { model: 'automatic' },
      { provider: 'openai', model: 'gpt-4.1-mini' },
    ),
  }),
  fc.record({
    ...{ kind: fc.constant('cache' as const), of, share },
    cacheShare: fc.constantFrom(0, 0.1, 0.333, 0.8, 1),
  }),
  fc.record({
    ...{ kind: fc.constant('tier' as const), of, share },
    tier: fc.constantFrom<ServiceTier>('batch'),
  }),
  fc.record({
    ...{ kind: fc.constant('length' as const), of, share },
    ...{ input: fc.constantFrom(0.5, 1, 3), output: fc.constantFrom(0.5, 1, 3) },
  }),
);
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

const mergedInto = (groups: CallGroup[]): CallGroup[] => {
  const merged = new Map<string, CallGroup>();
  for (const group of groups) {
    const key = `${group.model} ${group.tier} ${group.part} ${group.priced}`;
    const known = merged.get(key);
    const add = <K>(a: ReadonlyMap<K, bigint>, b: ReadonlyMap<K, bigint>) =>
      new Map(
        [...new Set([...a.keys(), ...b.keys()])].map((bucket) => [
          bucket,
          (a.get(bucket) ?? 0n) + (b.get(bucket) ?? 0n),
        ]),
      );
    merged.set(
      key,
      known
        ? {
            ...known,
            ...{ calls: known.calls + group.calls, tokens: add(known.tokens, group.tokens) },
            cost: add(known.cost, group.cost),
          }
        : group,
    );
  }
  return [...merged.values()];
};

const priced = (groups: CallGroup[]) => groups.filter((group) => group.priced !== 'unpriced');

const partsOf = ({ cost, calls, tokens, byModel = [], byBucket = [], byPart = [] }: Spent) => ({
  cost: [
    cost,
    sumDecimals(byModel.map((each) => each.cost)),
    sumDecimals(byBucket.map((each) => each.cost)),
    sumDecimals(byPart),
  ],
  calls: [calls, byModel.reduce((sum, each) => sum + each.calls, 0)],
  tokens: [
    tokens,
    byModel.reduce((sum, each) => sum + each.tokens, 0),
    byBucket.reduce((sum, each) => sum + each.tokens, 0),
  ],
});

describe('whatever the calls and the changes', () => {
  test('sums of parts equal totals, and the difference is that of the two costs', () => {
    fc.assert(
      fc.property(calls, changes, (given, changes) => {
        const groups = given.map(groupOf);
        {
          const outcome = ask(groups, ...changes);
          const parts = partsOf(outcome.after);
          for (const sums of Object.values(parts)) expect(new Set<string | number>(sums).size).toBe(1);
          expect(sumDecimals([outcome.before, outcome.difference])).toBe(outcome.after.cost);
        }
        const measured = measuredSpent(groups, { parts: 3, inDetail: true });
        for (const sums of Object.values(partsOf(measured)))
          expect(new Set<string | number>(sums).size).toBe(1);
      }),
    );
  });

  test('however the calls are cut into groups, the result is the same', () => {
    fc.assert(
      fc.property(calls, changes, (given, changes) => {
        const groups = given.map(groupOf);
        const [apart, together] = [ask(groups, ...changes), ask(mergedInto(groups), ...changes)];
        const sorted = ({ left, after, assumptions: _, ...rest }: typeof apart) => ({
          ...rest,
          left: left.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
          after: { ...after, byModel: after.byModel?.toSorted((a, b) => a.model.localeCompare(b.model)) },
        });
        expect(sorted(together)).toEqual(sorted(apart));
      }),
    );
  });

  test('a model in place of itself, and the cache share that was measured, change nothing', () => {
    fc.assert(
      fc.property(calls, share, (given, share) => {
        const groups = given.map(groupOf);
        const now = measuredSpent(groups, { parts: 3, inDetail: true });
        const itself = [...new Set(given.map(({ model }) => model))].map((model) => ({
          ...{ kind: 'model' as const, of: { model }, share, to: { model } },
        }));
        const compared = ask(groups, ...itself);
        expect(compared.after.cost).toBe(now.cost);
        expect(compared.difference).toBe('0');
        expect(measuredSpent(priced(groups), { parts: 3, inDetail: true }).byBucket).toEqual(
          compared.after.byBucket,
        );
      }),
    );
  });

  test('the cache share that was measured changes nothing', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 7, max: 80 }), (given, percent) => {
        const sum = (of: 'input' | 'cachedRead' | 'cacheWrite') =>
          given.reduce((total, { usage }) => total + usage[of], 0);
        const all = 10_000_000;
        const cachedRead = (all / 100) * percent - sum('cachedRead');
        const input = all - sum('input') - sum('cachedRead') - sum('cacheWrite') - cachedRead;
        const groups = [...given, { model: 'writer', usage: { input, cachedRead } }].map(groupOf);
        const outcome = ask(groups, { kind: 'cache', cacheShare: percent / 100 });
        expect(measuredSpent(priced(groups), { parts: 3, inDetail: true })).toMatchObject(outcome.after);
      }),
    );
  });

  test('a group costs at another price what its calls cost there, each by itself', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom('gpt-4.1', 'o4-mini', 'gemini-2.5-flash'), (given, model) => {
        const groups = given
          .filter((call) => call.model !== 'nobody knows' && call.tier === 'standard')
          .map(groupOf);
        const outcome = ask(mergedInto(groups), { kind: 'model', to: { model } });
        const price = book.find('', model, NOON);
        const sum = given
          .filter((call) => call.model !== 'nobody knows' && call.tier === 'standard')
          .map(
            ({ usage }) => (price && priceUsage({ ...usage, total: totalOf(usage) }, price)?.total) ?? '0',
          );
        expect(outcome.after.cost).toBe(sumDecimals(sum));
      }),
    );
  });
});

test('bounds are those of every price, also as scenarios make prompts longer', () => {
  const scenario = scenarioSchema.parse({ changes: [{ kind: 'length', input: 2 }] });
  const { prompt, secondOfDay } = priceBounds(book, [scenario]);
  expect(prompt).toEqual(expect.arrayContaining([500, 1000, 100_000, 200_000]));
  expect(prompt).toEqual([...prompt].sort((a, b) => a - b));
  expect(secondOfDay).toContain(59_400);
});

test('bounds come to an end, however many factors there are', () => {
  const scenarios = Array.from({ length: 300 }, (_, i) =>
    scenarioSchema.parse({
      changes: Array.from({ length: 8 }, (_, j) => ({ kind: 'length', input: 1 + (i * 8 + j + 1) / 10_000 })),
    }),
  );
  const { prompt } = priceBounds(book, scenarios);
  expect(prompt.length).toBeGreaterThan(MAX_PROMPT_BOUNDS);
  expect(prompt.length).toBeLessThan(MAX_PROMPT_BOUNDS + 100);
});

test('long work pauses again and again, and comes to the same', () => {
  const [group] = [groupOf({ model: 'plain', usage: { input: 1000 } })];
  const groups = Array.from({ length: 1000 }, () => group);
  const half = { kind: 'cache' as const, share: 0.5, cacheShare: 0.3 };
  const scenario = scenarioSchema.parse({ changes: [half, half, half] });
  const options = { parts: 1, inDetail: true };
  const work = whatIfInTurns(groups, scenario, book, options);
  let pauses = 0;
  let turn = work.next();
  for (; !turn.done; turn = work.next()) pauses += 1;
  expect(pauses).toBeGreaterThan(50);
  expect(turn.value).toEqual(whatIf(groups, scenario, book, options));
});

test('hours are put together where no price goes by them, and nothing changes', () => {
  const at = (hour: number, model: string): CallGroup => ({
    ...groupOf({ model, usage: { input: 1000 } }),
    startNs: NOON + BigInt(hour) * 3_600_000_000_000n,
  });
  const groups = [at(0, 'gpt-4.1'), at(5, 'gpt-4.1'), at(0, 'deepseek-chat'), at(5, 'deepseek-chat')];
  const across = acrossHours(groups, [999, 5000]);
  expect(across.map(({ model, calls }) => [model, calls])).toEqual([
    ['gpt-4.1', 2n],
    ['deepseek-chat', 1n],
    ['deepseek-chat', 1n],
  ]);
  expect(acrossHours([at(0, 'gpt-4.1'), { ...at(5, 'gpt-4.1'), prompt: 6000 }], [999, 5000]).length).toBe(2);
  const to = (model: string) => ({ kind: 'model' as const, to: { model } });
  expect(ask(across, to('gpt-4.1-mini'))).toEqual(ask(groups, to('gpt-4.1-mini')));
  const goes = (model: string) =>
    goesByTheHour(scenarioSchema.parse({ changes: [to(model)] }), new Set(['']));
  expect([goes('deepseek-chat'), goes('gpt-4.1')]).toEqual([true, false]);
});

test('a name that is misspelt or cut short finds those that may be meant', () => {
  const names = ['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5', 'gemini-2.5-flash'];
  expect(nearestNames('gtp-4.1', names, 3)).toEqual(['gpt-4.1']);
  expect(nearestNames('sonnet', names, 3)).toEqual(['claude-sonnet-4-5']);
  expect(nearestNames('nothing like it', names, 3)).toEqual([]);
});
