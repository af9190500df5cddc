import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY_NS, daysOf, type Part, partsOf } from './parts.ts';

/** Counts moments as the engine does. */
const counting =
  (moments: readonly bigint[]) => async (range: { fromNs: bigint; toNs: bigint }, stepNs: bigint) => {
    const counts = new Map<number, number>();
    for (const at of moments) {
      if (at < range.fromNs || at >= range.toNs) continue;
      const step = Number((at - range.fromNs) / stepNs);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => a - b).map(([step, rows]) => ({ step, rows }));
  };

it('parts have every row once, in order, and no more rows than they may but of one instant', async () => {
  const moment = fc.oneof(fc.bigInt(0n, DAY_NS - 1n), fc.bigInt(5_000_000n, 5_000_009n));
  await fc.assert(
    fc.asyncProperty(
      fc.array(moment, { maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      async (moments, most) => {
        const parts: Part[] = [];
        for await (const part of partsOf({ fromNs: 0n, toNs: DAY_NS }, most, counting(moments)))
          parts.push(part);
        for (const at of moments)
          expect(parts.filter(({ fromNs, toNs }) => fromNs <= at && at < toNs)).toHaveLength(1);
        parts.forEach(({ fromNs, toNs, rows }, i) => {
          expect(fromNs < toNs && fromNs >= (parts[i - 1]?.toNs ?? 0n)).toBe(true);
          expect(rows).toBe(moments.filter((at) => fromNs <= at && at < toNs).length);
          const instants = new Set(moments.filter((at) => fromNs <= at && at < toNs));
          expect(rows <= most || instants.size === 1).toBe(true);
        });
      },
    ),
  );
});

it('days end at the midnights of UTC', () => {
  const days = [...daysOf({ fromNs: 5n, toNs: 2n * DAY_NS + 1n })];
  expect(days).toEqual([
    { fromNs: 5n, toNs: DAY_NS },
    { fromNs: DAY_NS, toNs: 2n * DAY_NS },
    { fromNs: 2n * DAY_NS, toNs: 2n * DAY_NS + 1n },
  ]);
});
