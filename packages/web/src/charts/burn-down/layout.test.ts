import { expect, test } from 'vitest';
import { layoutBurnDown } from './layout.ts';

const HOUR = 3_600_000;
const FRAME = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const dollars = {
  ...{ unit: 'usd' as const, fromMs: 0, toMs: 24 * HOUR, limit: 13, even: true, include: [] },
  points: [
    { atMs: 0, left: 13 },
    { atMs: HOUR, left: 12.5 },
  ],
  coming: [],
};

test('a limit in dollars that is shown in another currency has ticks that are round there', () => {
  const shown = layoutBurnDown({ ...dollars, shownPer: 7.25 }, FRAME, 'UTC').scale.ticks.map(({ value }) =>
    Number((value * 7.25).toFixed(9)),
  );
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.every((value) => value % 20 === 0)).toBe(true);
});
