import { expect, test } from 'vitest';
import { expiryOf, untilsOf } from './raise-form.ts';

const nowMs = Date.UTC(2026, 10, 26, 12);
const window = { type: 'calendar', unit: 'day', timeZone: 'Asia/Shanghai' } as const;
const at = (until: Parameters<typeof expiryOf>[0], date = '') => expiryOf(until, { nowMs, window, date });

test('a raise ends with the window, in days, at a moment, or never', () => {
  expect([at('window'), at('7'), at('date', '2026-11-26T13:30:00Z'), at('forever')]).toEqual([
    '2026-11-26T16:00:00.000Z',
    '2026-12-03T12:00:00.000Z',
    '2026-11-26T13:30:00.000Z',
    null,
  ]);
});

test('a moment that is past, or none, is no end', () => {
  expect([at('date', '2026-11-26T11:00:00Z'), at('date'), at('date', 'x')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a raise cannot end with a window that never does', () => {
  expect(untilsOf(window, 'add')).toEqual(['window', '1', '7', '30', 'date']);
  expect(untilsOf({ type: 'rolling', unit: 'day' }, 'limit')).toEqual(['1', '7', '30', 'date', 'forever']);
});
