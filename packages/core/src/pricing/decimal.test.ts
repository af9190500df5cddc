import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal, formatSafeDecimal, parseDecimal, sumDecimals } from './decimal.ts';

test('text and amount convert both ways without loss', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (amount) => {
      expect(parseDecimal(formatDecimal(amount))).toBe(amount);
    }),
  );
});

test('a safe whole number reads the same as the bigint', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (amount) => {
      expect(formatSafeDecimal(amount)).toBe(formatDecimal(BigInt(amount)));
    }),
  );
  for (const edge of [10 ** 12 - 1, 10 ** 12, 8999 * 10 ** 12 - 1, Number.MAX_SAFE_INTEGER]) {
    expect(formatSafeDecimal(edge)).toBe(formatDecimal(BigInt(edge)));
  }
});

test('sums are exact where binary floats are not', () => {
  expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
  expect(sumDecimals(['0.000000000001', '1000000000'])).toBe('1000000000.000000000001');
});

test.each([
  ['1e-7', '0.0000001'],
  ['1.5E3', '1500'],
  ['007', '7'],
  ['0.0000000000005', '0.000000000001'],
  ['0.0000000000004', '0'],
  ['-0.25', '-0.25'],
  ['3.', '3'],
])('%s reads as %s', (text, amount) => {
  expect(formatDecimal(parseDecimal(text) ?? -1n)).toBe(amount);
});

test.each(['', 'NaN', 'Infinity', '1,5', '0x10', '1e999', '$1', '--1', '.5.', '9'.repeat(41)])(
  '%j is no amount',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);
