import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal } from '../pricing/decimal.ts';
import { createPriceBook } from '../pricing/price-book.ts';
import { type Detected, detect } from './detectors.ts';
import { type Gathered, type Place, PREFIX_BYTES, type SampledCall } from './facts.ts';
import { moneyOf, rank } from './rank.ts';
import { PrefixFinder } from './shared-prefixes.ts';
import { FAMILIES, smallerModel } from './smaller-models.ts';
import { DETECTORS, filtersOf, subjectOf } from './suggestion.ts';
import { plainFigure, wordsOf } from './words.ts';

const MINUTE = 60_000;

/** A call of 10,000 tokens in 40,000 bytes whose text begins with `start`, which is as long as `shared` bytes. */
function call(
  minutes: number,
  conversation: string,
  start: string,
  shared: number,
  facts: Partial<SampledCall> = {},
): SampledCall {
  return {
    ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', prompt: '', agent: 'faq', name: 'chat' },
    ...{
      traceId: conversation,
      conversation,
      startMs: minutes * MINUTE,
      promptTokens: 10_000,
      cachedTokens: 0,
    },
    ...{ bytes: 40_000, toolBytes: 0, toolHash: '' },
    hashes: PREFIX_BYTES.filter((size) => size <= 40_000).map(
      (size) => (size <= shared ? start : `${conversation} ${minutes}`) + size,
    ),
    ...facts,
  };
}
const found = (...stretches: SampledCall[][]) => {
  const finder = new PrefixFinder();
  for (const calls of stretches) finder.add(calls);
  return finder.found(0).places[0];
};
/** The longest start that is compared within 20,000 bytes. */
const [LONGEST = 0] = PREFIX_BYTES.filter((size) => size <= 20_000).slice(-1);
const TOKENS = Math.floor(LONGEST / 4);

describe('starts that prompts share', () => {
  test('count when another conversation began so within five minutes', () => {
    const calls = [call(0, 'a', 'x', 20_000), call(4, 'b', 'x', 20_000), call(8, 'c', 'x', 20_000)];
    expect(found(calls)).toMatchObject({
      calls: 3,
      sharing: 2,
      prefixTokens: 2 * TOKENS,
      uncachedTokens: 2 * TOKENS,
      writeTokens: TOKENS,
    });
    expect(found([call(0, 'a', 'x', 20_000), call(6, 'b', 'x', 20_000)])?.sharing).toBe(0);
    expect(found([call(0, 'a', 'x', 20_000), call(4, 'a', 'x', 20_000)])?.sharing).toBe(0);
  });

  test('do not count where they were read from a cache, are too short, or tools before them differ', () => {
    const cached = { cachedTokens: 10_000 };
    expect(found([call(0, 'a', 'x', 20_000), call(1, 'b', 'x', 20_000, cached)])).toMatchObject({
      sharing: 1,
      uncachedTokens: 0,
    });
    expect(found([call(0, 'a', 'x', 4_000), call(1, 'b', 'x', 4_000)])?.sharing).toBe(0);
    expect(found([call(0, 'a', 'x', 20_000), call(1, 'b', 'x', 20_000, { toolHash: '7' })])?.sharing).toBe(0);
  });

  test('are found alike however the calls are cut into stretches', () => {
    const calls = Array.from({ length: 30 }, (_, i) => call(i * 0.7, `c${i % 7}`, `s${i % 2}`, 20_000));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (cut) => {
        expect(found(calls.slice(0, cut), calls.slice(cut))).toEqual(found(calls));
      }),
    );
  });
});

const detected = (name: string, money: bigint, overlap = ''): Detected => ({
  ...{
    detector: 'prefixes',
    money,
    spent: money,
    certainty: 'estimated',
    figures: {},
    variant: '',
    traces: [],
    weight: 1,
    overlap,
  },
  subject: { provider: '', model: '', prompt: '', agent: '', name, smaller: '', error: '' },
});
const DAY = 86_400_000;

describe('the order of suggestions', () => {
  test('is by money; what saves too little in 30 days is left out', () => {
    const ranked = rank(
      [detected('a', 1n), detected('b', 5n), detected('c', 2n), detected('d', -1n)],
      DAY,
      60n,
      () => false,
    );
    expect(ranked.map(({ subject, per30Days }) => [subject.name, per30Days])).toEqual([
      ['b', 150n],
      ['c', 60n],
    ]);
  });

  test('no tokens are saved twice: of what overlaps the largest counts that was not dismissed', () => {
    const all = [detected('a', 3n, 'x'), detected('b', 2n, 'x'), detected('c', 1n, 'x'), detected('d', 1n)];
    const within = (isDismissed: (key: string) => boolean) =>
      rank(all, DAY, 0n, isDismissed).map(({ within }) =>
        within === undefined ? '' : JSON.parse(within)[5],
      );
    expect(within(() => false)).toEqual(['', 'a', 'a', '']);
    expect(within((key) => JSON.parse(key)[5] === 'a')).toEqual(['', '', 'b', '']);
  });

  test('what was dismissed takes the place of no other', () => {
    const all = Array.from({ length: 120 }, (_, i) => detected(`${i}`, BigInt(1_000 - i)));
    const dismissed = (key: string) => Number(JSON.parse(key)[5]) < 60;
    const names = rank(all, DAY, 0n, dismissed).map(({ subject }) => Number(subject.name));
    expect(names).toEqual([...Array(50).keys(), ...Array.from({ length: 50 }, (_, i) => 60 + i)]);
  });

  test('a trace has its part of the money, exactly where it can be', () => {
    expect(moneyOf({ traceId: '', weight: 0.00048 }, { money: 23_040_000_000n, weight: 0.0288 })).toBe(
      '0.000384',
    );
    expect(moneyOf({ traceId: '', weight: 5 }, { money: 7n, weight: 2 })).toBe('0.000000000007');
    expect(moneyOf({ traceId: '', weight: 1 }, { money: 7n, weight: 0 })).toBe('0');
  });
});

test('every smaller model has a price, and none is dearer', () => {
  const book = createPriceBook();
  const priceOf = (model: string) => book.find('', model, BigInt(Date.UTC(2026, 8, 1)) * 1_000_000n)?.rates;
  for (const model of new Set(FAMILIES.flat())) {
    expect(priceOf(model), model).toBeDefined();
    const smaller = smallerModel(model);
    if (smaller === undefined) continue;
    for (const bucket of ['input', 'output'] as const) {
      const [large = 0n, small = 0n] = [model, smaller].map((each) => priceOf(each)?.get(bucket)?.base.femto);
      expect(small, `${smaller} ${bucket}`).toBeLessThanOrEqual(large);
    }
  }
  expect(smallerModel('openai/gpt-4.1-2025-04-14')).toBe('gpt-4.1-mini');
  expect(smallerModel('my-own-model')).toBeUndefined();
});

const place = (model: string, name: string): Place => ({
  ...{ provider: model.startsWith('claude') ? 'anthropic' : 'openai', model },
  ...{ prompt: '', agent: 'faq', name },
});
const histories = (name: string, sizes: { soon: number; later: number; written: number }) => ({
  ...{ ...place('claude-sonnet-4-5', name), conversations: 5, calls: 50, cost: '9', promptTokens: 500_000 },
  ...{ ...sizes, traces: [] },
});
const profile = (model: string, name: string) => ({
  ...{ ...place(model, name), calls: 100, cost: '9', promptTokens: 90_000, inputTokens: 90_000 },
  promptCost: '0.27',
  short: {
    ...{ calls: 100, cost: '9', input: 90_000, cachedRead: 0, cacheWrite: 0, output: 1_000, traces: [] },
  },
});
const prefix = (model: string) => ({
  ...{ ...place(model, 'chat'), calls: 100, inputTokens: 90_000, sharing: 80, prefixTokens: 80_000 },
  ...{ uncachedTokens: 80_000, writeTokens: 2_000, traces: [] },
});
const grown = (version: string) => ({
  ...{ ...place('claude-sonnet-4-5', 'chat'), prompt: version, calls: 100, callsBefore: 100 },
  ...{ promptTokens: 900, promptTokensBefore: 300, version, versionBefore: '1', traces: [] },
});
const waste = (kind: 'retries' | 'abandoned', error: string) => ({
  ...{ kind, error, name: 'chat', agent: 'faq', model: 'gpt-4.1', cost: '1', tokens: 9, calls: 2, traces: 2 },
  worst: [],
});
/** Facts of which every detector finds something, in every way that it has of saying it. */
const gathered: Gathered = {
  waste: [
    ...[waste('retries', 'Timeout'), waste('retries', '')],
    ...[waste('abandoned', 'AbortError'), waste('abandoned', '')],
  ],
  profile: [
    ...[profile('claude-sonnet-4-5', 'chat'), profile('gpt-4.1', 'chat')],
    ...['1', '2'].map((prompt) => ({ ...profile('claude-sonnet-4-5', 'chat'), prompt })),
  ],
  histories: [
    histories('soon', { soon: 300_000, later: 0, written: 100_000 }),
    histories('late', { soon: 0, later: 300_000, written: 0 }),
  ],
  growth: [grown('1'), grown('2')],
  sample: { calls: 200, of: 200, places: [prefix('claude-sonnet-4-5'), prefix('gpt-4.1')] },
};
const terms = { book: createPriceBook(), atNs: BigInt(Date.UTC(2026, 8, 1)) * 1_000_000n };

test('what caching saves is less what writing the cache costs, and never a loss', () => {
  const saved = (sizes: { soon: number; later: number; written: number }) =>
    detect({ histories: [histories('chat', sizes)] }, terms).map(({ money }) => formatDecimal(money));
  // At 3 USD a million: 2.70 saved by each million that is read, 0.75 lost by each that is written.
  expect(saved({ soon: 300_000, later: 0, written: 100_000 })).toEqual(['0.735']);
  expect(saved({ soon: 10_000, later: 100_000, written: 100_000 })).toEqual(['0.3']);
});

test('the filter behind a suggestion names all that is known of its calls', () => {
  expect(filtersOf(subjectOf(place('claude-sonnet-4-5', 'chat'), { error: 'Timeout' }))).toEqual(
    ['provider', 'model', 'agent', 'name', 'error'].map((field, i) => ({
      ...{ field, op: '=' },
      values: [['anthropic', 'claude-sonnet-4-5', 'faq', 'chat', 'Timeout'][i]],
    })),
  );
});

test('every suggestion has words in both languages, each with its figures', () => {
  const all = detect(gathered, terms);
  const variants = DETECTORS.map((name) => [
    name,
    ...new Set(all.filter(({ detector }) => detector === name).map(({ variant }) => variant)),
  ]);
  expect(variants).toEqual([
    ['prefixes', 'marked', 'automatic'],
    ['histories', 'cache', 'summarise'],
    ['shortTasks', ''],
    ['retries', '', 'silent'],
    ['abandoned', '', 'silent'],
    ['grownPrompts', '', 'version'],
  ]);
  for (const suggestion of all) {
    for (const language of ['en', 'zh-CN']) {
      const { title, why, todo } = wordsOf(suggestion, language, plainFigure);
      for (const text of [title, why, todo]) {
        expect(text).not.toBe('');
        expect(text).not.toMatch(/[{}]/);
        expect(/\p{Script=Han}/u.test(text), text).toBe(language === 'zh-CN');
      }
    }
  }
});

test('a variant that has words of its own says something else than the usual one', () => {
  const titles = new Map(
    detect(gathered, terms).map((found) => [
      `${found.detector} ${found.variant}`,
      JSON.stringify(wordsOf(found, 'en', plainFigure)),
    ]),
  );
  expect(new Set(titles.values()).size).toBe(titles.size);
});

test('a figure that looks like one of the words is written as it is', () => {
  const words = {
    detector: 'shortTasks' as const,
    variant: '',
    figures: { place: { text: '{model}' }, smaller: { text: 'm' } },
  };
  expect(wordsOf(words, 'zh-CN', plainFigure).title).toBe('{model} 的短任务改用 m');
});
