import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costEffects, sumOfEffects, type Use } from './cost-effects.ts';

const use = (requests: number, tokens: number, cost: number): Use => ({ requests, tokens, cost });
const count = fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 1e9 }));
const someUse = fc.record({
  requests: count,
  tokens: count,
  cost: fc.oneof(fc.constant(0), fc.double({ min: -1e3, max: 1e7, noNaN: true })),
});
const close = (value: number) => expect.closeTo(value, 9);

describe('costEffects', () => {
  it.each([
    ['requests alone', use(100, 1000, 10), use(300, 3000, 30), [20, 0, 0]],
    ['length alone', use(100, 1000, 10), use(100, 3000, 30), [0, 20, 0]],
    ['price alone', use(100, 1000, 10), use(100, 1000, 30), [0, 0, 20]],
    ['requests and price, which share what both did', use(1, 1, 1), use(2, 2, 4), [1.5, 0, 1.5]],
    ['what is new', use(0, 0, 0), use(10, 100, 7), [7, 0, 0]],
    ['what is gone', use(10, 100, 7), use(0, 0, 0), [-7, 0, 0]],
    ['pictures, which have no tokens', use(10, 0, 10), use(20, 0, 40), [15, 0, 15]],
    ['tokens that were not counted before', use(10, 0, 10), use(10, 50, 10), [0, 0, 0]],
    ['requests that were not counted before', use(0, 100, 10), use(20, 200, 20), [10, 0, 0]],
    ['requests that came to nothing before', use(10, 0, 0), use(10, 50, 5), [0, 5, 0]],
    ['what became free', use(10, 50, 5), use(10, 50, 0), [0, 0, -5]],
    ['a credit', use(10, 50, -5), use(20, 100, 5), [0, 0, 10]],
    ['less of a credit', use(20, 50, -20), use(10, 25, -10), [10, 0, 0]],
    [
      'few long requests in place of many short ones',
      use(1000, 1e4, 10),
      use(10, 1e4, 10),
      [-10 * Math.log(100), 10 * Math.log(100), 0],
    ],
    ['cost of nothing counted', use(0, 0, 3), use(0, 0, 5), [0, 0, 2]],
    ['nothing', use(0, 0, 0), use(0, 0, 0), [0, 0, 0]],
  ])('charges %s', (_, before, now, [volume = 0, tokensPerRequest = 0, pricePerToken = 0]) => {
    expect(costEffects(before, now)).toEqual({
      volume: close(volume),
      tokensPerRequest: close(tokensPerRequest),
      pricePerToken: close(pricePerToken),
      change: close(now.cost - before.cost),
    });
  });

  it('adds up to the change, and back is the reverse', () => {
    fc.assert(
      fc.property(someUse, someUse, (before, now) => {
        const there = costEffects(before, now);
        const back = costEffects(now, before);
        const size = 1e-9 * Math.max(Math.abs(before.cost), Math.abs(now.cost));
        const sum = there.volume + there.tokensPerRequest + there.pricePerToken;
        expect(Math.abs(sum - (now.cost - before.cost))).toBeLessThanOrEqual(size);
        for (const effect of ['volume', 'tokensPerRequest', 'pricePerToken'] as const)
          expect(Math.abs(there[effect] + back[effect])).toBeLessThanOrEqual(size);
      }),
      { numRuns: 2000, seed: 20261126 },
    );
  });

  it('is the index itself: price as well, though what remains is its', () => {
    const factors = fc.record({
      requests: fc.integer({ min: 1, max: 1e6 }),
      length: fc.double({ min: 1, max: 1e4, noNaN: true }),
      price: fc.double({ min: 1e-8, max: 1e-3, noNaN: true }),
    });
    fc.assert(
      fc.property(factors, factors, fc.integer({ min: -9, max: 9 }), (a, b, power) => {
        const of = ({ requests, length, price }: typeof a, scale = 1) =>
          use(requests, requests * length, scale * requests * length * price);
        const effects = costEffects(of(a), of(b));
        const [from, to] = [of(a).cost, of(b).cost];
        const mean = from === to ? from : (to - from) / Math.log(to / from);
        expect(effects.pricePerToken / mean).toBeCloseTo(Math.log(b.price / a.price), 6);
        expect(Math.sign(effects.volume)).toBe(Math.sign(b.requests - a.requests));
        const scaled = costEffects(of(a, 4 ** power), of(b, 4 ** power));
        expect(scaled.volume / 4 ** power / mean).toBeCloseTo(effects.volume / mean, 9);
      }),
      { seed: 20261126 },
    );
  });
});

describe('sumOfEffects', () => {
  it('keeps a change of the mix of models out of the price', () => {
    const cheap = costEffects(use(100, 1000, 10), use(0, 0, 0));
    const dear = costEffects(use(0, 0, 0), use(100, 1000, 50));
    expect(sumOfEffects([cheap, dear])).toEqual({
      volume: 40,
      tokensPerRequest: 0,
      pricePerToken: 0,
      change: 40,
    });
    expect(costEffects(use(100, 1000, 10), use(100, 1000, 50)).pricePerToken).toBe(40);
  });
});
