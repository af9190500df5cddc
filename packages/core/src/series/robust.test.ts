import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, theilSenSlope, weightedMedian } from './robust.ts';
import { Seeded } from './testing/seeded.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('median', () => {
  it('is the middle, of an even count the mean of the two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([1.5e308, 1.7e308])).toBeCloseTo(1.6e308, -300);
    expect(median([])).toBeNaN();
  });
});

describe('weightedMedian', () => {
  it('is the median where weights are equal', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 30 }), (values) => {
        expect(weightedMedian(values.map((value) => ({ value, weight: 2 })))).toBe(median(values));
      }),
    );
  });

  it('is where half of the weight lies', () => {
    const weighted = [
      { value: 1, weight: 1 },
      { value: 9, weight: 1.5 },
      { value: 2, weight: 1 },
    ];
    expect(weightedMedian(weighted)).toBe(2);
    expect(weightedMedian([])).toBeNaN();
  });
});

describe('theilSenSlope', () => {
  const line = (n: number, y: (x: number) => number) => Array.from({ length: n }, (_, x) => ({ x, y: y(x) }));

  it('is that of a line, whatever a fifth of the points do', () => {
    const chance = new Seeded(1);
    const points = line(50, (x) => (x % 5 === 2 ? 1e6 * chance.next() : 7 + 3 * x + 0.1 * chance.normal()));
    expect(theilSenSlope(points)).toBeCloseTo(3, 1);
  });

  it('is none where it is all noise, in nineteen cases of twenty', () => {
    const sloping = Array.from({ length: 400 }, (_, seed) => {
      const chance = new Seeded(seed);
      return theilSenSlope(line(20, () => chance.normal()));
    }).filter((slope) => slope !== 0);
    expect(sloping.length).toBeLessThan(400 * 0.08);
  });

  it('is none of too few points or of one time', () => {
    expect(theilSenSlope([])).toBe(0);
    expect(theilSenSlope(line(2, (x) => x))).toBe(0);
    expect(theilSenSlope(line(9, (x) => x).map(({ y }) => ({ x: 1, y })))).toBe(0);
  });
});
