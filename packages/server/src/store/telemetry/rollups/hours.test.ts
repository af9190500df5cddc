import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KnownHour, splitRange } from './hours.ts';

const HOUR = 3_600_000_000_000n;
const range = (from: number, to: number) => ({
  fromNs: BigInt(from * 60) * 60_000_000_000n,
  toNs: BigInt(to * 60) * 60_000_000_000n,
});

it('whole hours that are rolled up are answered by their sums, the others and those at the edges by spans', () => {
  const hours = [
    { hour: 10, asOf: 1 },
    { hour: 11, asOf: 2 },
    { hour: 12, asOf: undefined },
    { hour: 14, asOf: 3 },
    { hour: 20, asOf: 4 },
  ];
  expect(splitRange(range(10.5, 20.25), hours)).toEqual({
    rolled: [
      { hour: 11, asOf: 2 },
      { hour: 14, asOf: 3 },
    ],
    raw: [range(10.5, 11), range(12, 13), range(20, 20.25)],
  });
});

it('where nothing is known there is nothing to read', () => {
  expect(splitRange(range(3.5, 900), [])).toEqual({ rolled: [], raw: [] });
});

it('every moment of a known hour in the range is in exactly one part, and none outside of the range', () => {
  const state = fc.option(fc.nat(5), { nil: undefined });
  const known = fc
    .dictionary(fc.nat(150).map(String), state, { maxKeys: 150 })
    .map((hours) => Object.entries(hours).map(([hour, asOf]): KnownHour => ({ hour: Number(hour), asOf })));
  const moment = fc.bigInt(0n, 150n * HOUR);
  fc.assert(
    fc.property(known, moment, moment, moment, (hours, a, b, at) => {
      const [fromNs, toNs] = a < b ? [a, b] : [b, a + 1n];
      const { rolled, raw } = splitRange({ fromNs, toNs }, hours);
      const hour = Number(at / HOUR);
      const parts =
        rolled.filter((each) => each.hour === hour).length +
        raw.filter((each) => at >= each.fromNs && at < each.toNs).length;
      const inRange = at >= fromNs && at < toNs;
      const isKnown = hours.some((each) => each.hour === hour);
      if (inRange && isKnown) expect(parts).toBe(1);
      else if (!inRange) expect(parts).toBe(0);
      for (const { fromNs, toNs } of raw) expect(toNs).toBeGreaterThan(fromNs);
      for (const { asOf, hour } of rolled) expect(hours).toContainEqual({ hour, asOf });
    }),
  );
});
