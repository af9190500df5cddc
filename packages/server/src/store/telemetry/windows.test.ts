import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covering, type Window } from './windows.ts';

const window: fc.Arbitrary<Window> = fc
  .tuple(fc.bigInt({ min: 0n, max: 1000n }), fc.bigInt({ min: 0n, max: 20n }))
  .map(([from, length]) => ({ from, to: from + length }));

test('every range is covered by at most so many ranges, in order and apart', () => {
  fc.assert(
    fc.property(fc.array(window, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (windows, limit) => {
      const covers = covering(windows, limit);
      expect(covers.length).toBeLessThanOrEqual(limit);
      for (const { from, to } of windows) {
        expect(covers.some((cover) => cover.from <= from && to <= cover.to)).toBe(true);
      }
      for (let i = 1; i < covers.length; i++) {
        expect((covers[i] as Window).from).toBeGreaterThan((covers[i - 1] as Window).to);
      }
    }),
  );
});

test('the widest gaps are left out', () => {
  const at = (from: bigint, to: bigint) => ({ from, to });
  expect(covering([at(50n, 60n), at(0n, 1n), at(3n, 4n), at(100n, 101n)], 3)).toEqual([
    at(0n, 4n),
    at(50n, 60n),
    at(100n, 101n),
  ]);
});
