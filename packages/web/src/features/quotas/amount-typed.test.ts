import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountsTyped, clearly } from './amount-typed.ts';

test.each([
  ['1000', ['1000']],
  ['1 000', ['1000']],
  ['1\u202f000\u202f000', ['1000000']],
  ["1'000", ['1000']],
  ['1,000', ['1000']],
  ['1.000', ['1000']],
  ['1,000,000', ['1000000']],
  ['1,5', []],
  ['1.5', []],
  ['1 5', []],
  ['10,00,000', []],
  ['0', []],
  ['', []],
])('so many tokens are meant by “%s”', (text, amounts) => {
  expect(amountsTyped('tokens', text)).toEqual(amounts);
});

test.each([
  ['12.5', ['12.5']],
  ['12,5', ['12.5']],
  ['1,50', ['1.5']],
  ['0,125', ['0.125']],
  ['1234.567', ['1234.567']],
  ['1,234.50', ['1234.5']],
  ['1.234,50', ['1234.5']],
  ['1 234,567', ['1234.567']],
  ['1,000,000', ['1000000']],
  // Nobody can tell.
  ['1,000', ['1', '1000']],
  ['12.500', ['12.5', '12500']],
  ['1,000,5', []],
  ['1.5.5', []],
  ['-1', []],
  ['$5', []],
])('so many dollars are meant by “%s”', (text, amounts) => {
  expect(amountsTyped('cost', text)).toEqual(amounts);
});

test('an amount that is written clearly is read as that amount', () => {
  const units = fc.integer({ min: 1, max: 9_000_000_000 });
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 6 }), (whole, places) => {
      const amount = `${whole / 10 ** places}`;
      fc.pre(!amount.includes('e') && Number(amount) < 9_007_199);
      expect(amountsTyped('cost', clearly(amount))).toEqual([amount]);
    }),
  );
});
