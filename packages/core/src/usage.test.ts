import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completionTokens,
  exclusiveUsage,
  promptTokens,
  type ReportedUsage,
  USAGE_BUCKETS,
} from './usage.ts';

const inside = { inputIncludesDetails: true, outputIncludesDetails: true };
const beside = { inputIncludesDetails: false, outputIncludesDetails: false };

describe('reported counts', () => {
  it('are taken apart when the details are inside', () => {
    const usage = exclusiveUsage({
      ...inside,
      input: 412,
      cachedRead: 128,
      output: 120,
      reasoning: 64,
      total: 532,
    });
    expect(usage).toEqual({ input: 284, cachedRead: 128, output: 56, reasoning: 64, total: 532 });
  });

  it('are kept when the details are beside', () => {
    const usage = exclusiveUsage({ ...beside, input: 284, cachedRead: 128, output: 46, total: 458 });
    expect(usage).toEqual({ input: 284, cachedRead: 128, output: 46, total: 458 });
  });

  it('that contradict each other are kept and marked', () => {
    expect(exclusiveUsage({ ...inside, input: 10, cachedRead: 20 })).toEqual({
      input: 0,
      cachedRead: 20,
      total: 20,
      mismatch: true,
    });
    expect(exclusiveUsage({ ...inside, input: 1, output: 1, total: 5 })).toMatchObject({ mismatch: true });
  });

  it('of searches are no tokens', () => {
    expect(exclusiveUsage({ ...inside, input: 3, searchUnits: 1 })).toEqual({
      input: 3,
      searchUnits: 1,
      total: 3,
    });
  });

  it('that say nothing give nothing, and a lone total is kept', () => {
    expect(exclusiveUsage({ ...inside, input: Number.NaN, output: -1 })).toBeUndefined();
    expect(exclusiveUsage({ ...inside, total: 7 })).toEqual({ total: 7 });
  });

  it('become buckets whose sum is the total', () => {
    const amount = fc.option(fc.oneof(fc.nat(10_000), fc.constantFrom(-1, Number.NaN, 1.5)), {
      nil: undefined,
    });
    const reported = fc.record({
      input: amount,
      output: amount,
      total: amount,
      cachedRead: amount,
      cacheWrite: amount,
      reasoning: amount,
      inputAudio: amount,
      searchUnits: amount,
      inputIncludesDetails: fc.boolean(),
      outputIncludesDetails: fc.boolean(),
    }) satisfies fc.Arbitrary<ReportedUsage>;
    fc.assert(
      fc.property(reported, (counts) => {
        const usage = exclusiveUsage(counts);
        const buckets = USAGE_BUCKETS.filter((bucket) => usage?.[bucket] !== undefined);
        fc.pre(usage !== undefined && buckets.length > 0);
        const tokens = buckets.filter((bucket) => bucket !== 'searchUnits');
        expect(usage?.total).toBe(tokens.reduce((sum, bucket) => sum + (usage?.[bucket] ?? 0), 0));
      }),
    );
  });
});

describe('the two sides of a call', () => {
  it('hold every bucket of tokens once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...USAGE_BUCKETS), fc.nat(10_000)), (counts) => {
        const { searchUnits: _, ...tokens } = counts;
        const sum = Object.values(tokens).reduce((a, b) => a + b, 0);
        expect(promptTokens(counts) + completionTokens(counts)).toBe(sum);
      }),
    );
    expect(promptTokens({ input: 1, cachedRead: 2, cacheWrite1h: 4, output: 8, inputAudio: 16 })).toBe(23);
    expect(completionTokens({ input: 1, reasoning: 2, output: 4, outputAudio: 8 })).toBe(14);
  });
});
