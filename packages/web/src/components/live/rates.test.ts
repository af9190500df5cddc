import { expect, test } from 'vitest';
import { lastMinute, perMinute } from './rates.ts';

const NOW = Date.UTC(2026, 10, 27, 12, 0, 3);
const at = (secondsAgo: number) => new Date(Date.UTC(2026, 10, 27, 12) - secondsAgo * 1000).toISOString();
const rate = (requests: number) => ({ requests, requestErrors: 0, tokens: 0, cost: 0 });

test('rates are a minute, nothing where nothing is told, and without the stretch that still fills', () => {
  const points = perMinute(
    new Map([
      [at(0), rate(99)],
      [at(5), rate(10)],
      [at(65), rate(5)],
    ]),
    'requests',
    NOW,
  );
  expect(points).toHaveLength(59);
  expect(points.at(-1)).toBe(120);
  expect(points.at(-13)).toBe(60);
  expect(points.filter((each) => each > 0)).toHaveLength(2);
  expect(lastMinute(points)).toBeCloseTo(10);
});
