import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavingOf, project, usedOver } from './burn-down.ts';
import { outlookOf } from './outlook.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2);
/** Buckets that end at a moment. */
const until = (endMs: number, width: number, values: readonly (number | null)[]) => ({
  starts: values.map((_, index) => endMs - (values.length - index) * width),
  values,
});
const steady = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('an outlook', () => {
  test('goes on at the mean where no day is known, with a band that is none for what never varies', () => {
    const outlook = outlookOf(until(START, MINUTE, steady(10, 5)), START + 3 * MINUTE);
    expect(outlook).toEqual({
      method: 'pace',
      fromMs: START,
      steps: [1, 2, 3].map((n) => ({ atMs: START + n * MINUTE, expected: 5 * n, spread: 0 })),
    });
  });

  test('knows the nights from four days of hours on', () => {
    const day = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 100 : 0));
    const outlook = outlookOf(until(START, HOUR, [...day, ...day, ...day, ...day, ...day]), START + DAY);
    expect(outlook?.method).toBe('pattern');
    expect(outlook?.steps.map(({ expected }) => Math.round(expected)).slice(0, 12)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 100, 200, 300, 400,
    ]);
    expect(outlook?.steps.at(-1)?.expected).toBeCloseTo(1200);
  });

  test('is none where nothing is known or nothing is to come', () => {
    expect(outlookOf(until(START, MINUTE, [null, null]), START + HOUR)).toBeUndefined();
    expect(outlookOf({ starts: [], values: [] }, START)).toBeUndefined();
    expect(outlookOf(until(START, MINUTE, [1, 1]), START)).toBeUndefined();
  });
});

describe('what counts as used', () => {
  const parts = { startMs: START, partMs: MINUTE, amounts: [1, 2, 3, 4] };

  test('adds up in a calendar window, from where it begins to now', () => {
    const window = { startMs: START + MINUTE, endMs: START + 10 * MINUTE };
    expect(usedOver(parts, window, START + 3.5 * MINUTE)).toEqual([
      { atMs: START + MINUTE, used: 0 },
      { atMs: START + 2 * MINUTE, used: 2 },
      { atMs: START + 3 * MINUTE, used: 5 },
      { atMs: START + 3.5 * MINUTE, used: 9 },
    ]);
  });

  test('is forgotten again by a rolling one', () => {
    expect(usedOver(parts, { lengthMs: 2 * MINUTE }, START + 4 * MINUTE).map(({ used }) => used)).toEqual([
      3, 5, 7,
    ]);
    expect(leavingOf(parts, 2 * MINUTE)[0]).toEqual({ atMs: START + 3 * MINUTE, used: 1 });
  });
});

describe('a projection', () => {
  test('says when a steady pace reaches the limit', () => {
    const outlook = outlookOf(until(START, MINUTE, steady(30, 10)), START + HOUR);
    if (!outlook) throw new Error('no outlook');
    const nowMs = START + 30_000;
    const projection = project({ limit: 300, used: 100, nowMs, endMs: START + HOUR, outlook });
    expect(projection.exhaustedAtMs).toBe(nowMs + 20 * MINUTE);
    expect([projection.earliestMs, projection.latestMs]).toEqual(steady(2, nowMs + 20 * MINUTE));
    expect(
      project({ limit: 1_000, used: 100, nowMs, endMs: START + HOUR, outlook }).exhaustedAtMs,
    ).toBeNull();
    expect(project({ limit: 100, used: 100, nowMs, endMs: START + HOUR, outlook }).exhaustedAtMs).toBe(nowMs);
  });

  test('of a rolling window sees what leaves it: at the pace that filled it, it stays as full', () => {
    const amounts = steady(60, 10);
    const outlook = outlookOf(until(START, MINUTE, amounts), START + HOUR);
    if (!outlook) throw new Error('no outlook');
    const leaving = leavingOf({ startMs: START - HOUR, partMs: MINUTE, amounts }, HOUR);
    const { path, exhaustedAtMs } = project({
      ...{ limit: 700, used: 600, nowMs: START, endMs: START + HOUR, outlook, leaving },
    });
    expect(path.every(({ used }) => Math.abs(used - 600) <= 10)).toBe(true);
    expect(exhaustedAtMs).toBeNull();
  });

  const given = fc.record({
    values: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
    used: fc.nat(20_000),
    limit: fc.integer({ min: 1, max: 50_000 }),
    offset: fc.nat(MINUTE),
    minutes: fc.integer({ min: 2, max: 200 }),
  });
  type Given = typeof given extends fc.Arbitrary<infer Facts> ? Facts : never;
  const projected = ({ values, used, limit, offset, minutes }: Given, scale = 1) => {
    const scaled = values.map((value) => value * scale);
    const endMs = START + minutes * MINUTE;
    const outlook = outlookOf(
      until(START, MINUTE, scaled.length > 1 ? scaled : [...scaled, ...scaled]),
      endMs,
    );
    if (!outlook) throw new Error('no outlook');
    return project({ limit: limit * scale, used: used * scale, nowMs: START + offset, endMs, outlook });
  };

  test('begins with what is used, never falls in a calendar window, and stays within its band', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const { path } = projected(facts);
        expect(path[0]).toMatchObject({ used: facts.used, low: facts.used, high: facts.used });
        path.forEach((point, index) => {
          expect(point.low).toBeLessThanOrEqual(point.used + 1e-6);
          expect(point.used).toBeLessThanOrEqual(point.high + 1e-6);
          expect(point.used).toBeGreaterThanOrEqual((path[index - 1]?.used ?? 0) - 1e-6);
        });
      }),
    );
  });

  test('is exhausted no earlier than the earliest and no later than the latest moment, all of them within the window', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const { exhaustedAtMs, earliestMs, latestMs, path } = projected(facts);
        const [first = 0, last = 0] = [path[0]?.atMs, path.at(-1)?.atMs];
        const never = Number.POSITIVE_INFINITY;
        expect(earliestMs ?? never).toBeLessThanOrEqual(exhaustedAtMs ?? never);
        expect(exhaustedAtMs ?? never).toBeLessThanOrEqual(latestMs ?? never);
        for (const ms of [exhaustedAtMs, earliestMs, latestMs]) {
          if (ms !== null) expect(ms >= first && ms <= last).toBe(true);
        }
        expect(exhaustedAtMs === first).toBe(facts.used >= facts.limit);
      }),
    );
  });

  test('does not depend on the unit', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const [one, thousand] = [projected(facts), projected(facts, 1024)];
        expect(Math.abs((one.exhaustedAtMs ?? 0) - (thousand.exhaustedAtMs ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
