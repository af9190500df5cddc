import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { retentionOf } from './retention.ts';

const JANUARY = Date.parse('2026-01-01T00:00:00Z');
const MARCH = Date.parse('2026-03-01T00:00:00Z');
const LATER = Date.parse('2026-06-01T00:00:00Z');

test('a range that ends before anybody was seen has no cohorts', () => {
  const weeks = calendarOf(JANUARY, MARCH, 'UTC', 'week');
  expect(retentionOf(weeks, [], MARCH + 86_400_000 * 7, LATER).cohorts).toEqual([]);
  expect(retentionOf(weeks, [], undefined, LATER)).toEqual({ since: null, cohorts: [] });
  const [first] = retentionOf(weeks, [], JANUARY + 86_400_000 * 10, LATER).cohorts;
  expect(first?.start).toBe('2026-01-05T00:00:00.000Z');
});
