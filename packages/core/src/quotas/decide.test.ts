import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf, amountText, MAX_AMOUNT, plus } from './amount.ts';
import { type Counted, decide, fits, freesAt, limitAt, type Raise, remainingOf, usedOf } from './decide.ts';
import { crossed, highest } from './thresholds.ts';
import { windowAt } from './window.ts';

const amounts = fc.oneof(fc.nat(1000), fc.integer({ min: 0, max: MAX_AMOUNT }));
const standing = (facts: object) => ({
  of: '',
  denies: true,
  limit: 100,
  used: 0,
  reserved: 0,
  wanted: 0,
  resetsAtMs: 1,
  ...facts,
});
const raise = (facts: Partial<Raise>): Raise => ({
  subject: null,
  limit: null,
  add: null,
  createdAtMs: 0,
  expiresAtMs: null,
  ...facts,
});
const counted = (facts: Partial<Counted>): Counted => ({ told: 0, settled: 0, reserved: 0, ...facts });

describe('amounts', () => {
  test.each([
    ['tokens', '1200', 1200, '1200'],
    ['cost', '2.5', 2_500_000_000, '2.5'],
    ['cost', '0.0000000001', 1, '0.000000001'],
    ['cost', '9999999999', MAX_AMOUNT, '9007199.254740991'],
    ['requests', '99999999999999999999', MAX_AMOUNT, '9007199254740991'],
  ] as const)('of %s %s', (measure, text, amount, shown) => {
    expect([amountOf(measure, text), amountText(measure, amount)]).toEqual([amount, shown]);
  });

  test.each([
    ['tokens', '1.5'],
    ['tokens', '-1'],
    ['cost', '-0.1'],
    ['cost', 'x'],
  ] as const)('of %s are not %s', (measure, text) => expect(amountOf(measure, text)).toBeUndefined());

  test('of cost are never below the exact one, and less than a unit above', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), (exact) => {
        const digits = exact.toString().padStart(13, '0');
        const units = amountOf('cost', `${digits.slice(0, -12)}.${digits.slice(-12)}`) as number;
        const above = BigInt(units) * 1000n - exact;
        expect(above >= 0n && above < 1000n).toBe(true);
      }),
    );
  });
});

describe('a decision', () => {
  test('agrees with exact numbers, however large', () => {
    const limits = fc.integer({ min: 1, max: MAX_AMOUNT - 1 });
    fc.assert(
      fc.property(limits, amounts, amounts, amounts, (limit, used, reserved, wanted) => {
        const left = BigInt(limit) - BigInt(used) - BigInt(reserved);
        const expected = wanted === 0 ? left > 0n : left >= BigInt(wanted);
        expect(fits({ limit, used, reserved, wanted })).toBe(expected);
        const { allowed } = decide([standing({ limit, used, reserved, wanted })]);
        expect(allowed).toBe(expected);
        expect(remainingOf({ limit, used, reserved })).toBe(Number(left > 0n ? left : 0n));
      }),
    );
  });

  test('is denied by any that denies, and names the one that does so longest', () => {
    const decision = decide([
      standing({ of: 'soon', used: 100, resetsAtMs: 10 }),
      standing({ of: 'fine', used: 10 }),
      standing({ of: 'never', wanted: 101, resetsAtMs: null }),
      standing({ of: 'later', used: 100, resetsAtMs: 20 }),
    ]);
    expect([decision.allowed, decision.by?.of]).toEqual([false, 'never']);
  });

  test('is not denied by one that only tells, and names the one with least left', () => {
    const decision = decide([
      standing({ of: 'half', used: 50 }),
      standing({ of: 'over', used: 500, denies: false }),
    ]);
    expect([decision.allowed, decision.by?.of]).toEqual([true, 'over']);
    expect(decide([])).toEqual({ allowed: true, by: undefined });
  });
});

test('what is settled and then told by a span counts once', () => {
  expect(usedOf([counted({ told: 30, settled: 50 }), counted({ told: 25, settled: 0 })])).toBe(55);
  expect(usedOf([counted({ settled: 50 })])).toBe(50);
});

test('a limit is the latest in force, one for the subject first, with what is added on top', () => {
  const raises = [
    raise({ limit: 200, createdAtMs: 1 }),
    raise({ limit: 300, createdAtMs: 2, expiresAtMs: 1_000 }),
    raise({ subject: 'ada', limit: 50 }),
    raise({ add: 7, expiresAtMs: 1_000 }),
    raise({ subject: 'bob', add: 5, expiresAtMs: 1_000 }),
  ];
  expect(limitAt(100, raises, 'ada', 500)).toBe(57);
  expect(limitAt(100, raises, 'bob', 500)).toBe(312);
  expect(limitAt(100, raises, 'bob', 1_000)).toBe(200);
  expect(limitAt(100, [raise({ add: MAX_AMOUNT, expiresAtMs: 9 })], '', 0)).toBe(MAX_AMOUNT - 1);
});

test('a rolling window has room again when enough has left it', () => {
  const { buckets } = windowAt({ type: 'rolling', unit: 'hour' }, 1_790_000_000_000);
  const counts = buckets.map((_, index) => counted({ told: index < 3 ? 30 : 0 }));
  expect(freesAt(buckets, counts, { limit: 100, wanted: 60 })).toBe(buckets[1]?.leavesMs);
  expect(freesAt(buckets, counts, { limit: 90, wanted: 0 })).toBe(buckets[0]?.leavesMs);
  expect(freesAt(buckets, counts, { limit: 100, wanted: 101 })).toBeNull();
});

describe('thresholds', () => {
  test('are crossed once, however spending comes in, and none is missed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400)), fc.integer({ min: 1, max: 1000 }), (steps, limit) => {
        const thresholds = [50, 80, 100, 150];
        const told: number[] = [];
        let used = 0;
        for (const step of steps) {
          const after = plus(used, step);
          told.push(...crossed({ before: used, after, limit }, thresholds, new Set(told)));
          used = after;
        }
        expect(told).toEqual(thresholds.filter((each) => used * 100 >= each * limit));
        expect(highest(used, limit, thresholds)).toBe(told.at(-1));
      }),
    );
  });

  test('are exact to the unit, however large', () => {
    const limits = fc.integer({ min: 1, max: MAX_AMOUNT - 1 });
    fc.assert(
      fc.property(
        limits,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: -2, max: 2 }),
        (limit, percent, by) => {
          const near = Number((BigInt(limit) * BigInt(percent)) / 100n) + by;
          const used = Math.max(0, Math.min(near, MAX_AMOUNT));
          const expected = BigInt(used) * 100n >= BigInt(limit) * BigInt(percent);
          expect(highest(used, limit, [percent]) === percent).toBe(expected);
        },
      ),
    );
  });

  test('are not crossed again in the same window after it went down', () => {
    expect(crossed({ before: 10, after: 90, limit: 100 }, [50, 80], new Set([50]))).toEqual([80]);
    expect(crossed({ before: 90, after: 10, limit: 100 }, [50, 80])).toEqual([]);
  });
});
