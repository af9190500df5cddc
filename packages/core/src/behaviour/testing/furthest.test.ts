import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Done, furthest } from './furthest.ts';

/** Every way through the steps is tried. */
function tried(done: readonly Done[], steps: number, window: number): number {
  const on = (from: number, step: number, first: number): number =>
    step === steps
      ? step
      : Math.max(
          step,
          ...done
            .filter(({ at, steps: mask }) => at > from && at - first <= window && (mask >> step) & 1)
            .map(({ at }) => on(at, step + 1, first)),
        );
  return Math.max(0, ...done.filter(({ steps: mask }) => mask & 1).map(({ at }) => on(at, 1, at)));
}

const someDone = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: 0, max: 40 }), steps: fc.integer({ min: 0, max: 15 }) }),
  { selector: ({ at }) => at, maxLength: 12 },
);

test('nobody could have come further by any other way', () => {
  fc.assert(
    fc.property(
      someDone,
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 1, max: 30 }),
      (done, steps, window) => {
        const times = furthest(done, steps, window);
        expect(times).toHaveLength(tried(done, steps, window));
        // Each in its turn, within the window, and a step of the funnel.
        times.forEach((at, step) => {
          expect(done.find((each) => each.at === at && (each.steps >> step) & 1)).toBeDefined();
          if (step > 0) expect(at).toBeGreaterThan(times[step - 1] ?? at);
        });
        expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(window);
      },
    ),
  );
});

test('the order of what is told is no matter, and what is no step changes nothing', () => {
  fc.assert(
    fc.property(someDone, fc.func(fc.integer()), (done, key) => {
      const shuffled = [...done].sort((a, b) => key(a.at) - key(b.at));
      const known = furthest(done, 3, 20);
      expect(furthest(shuffled, 3, 20)).toEqual(known);
      expect(furthest([...shuffled, { at: 41, steps: 0 }], 3, 20)).toEqual(known);
    }),
  );
});
