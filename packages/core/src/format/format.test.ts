import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRICS } from '../metrics.ts';
import { duration, period } from './duration.ts';
import { exactMoney, money, rateText } from './money.ts';
import { compact, count, joined, percent, signed } from './number.ts';
import { figure, formatAxis, formatExact, formatFull, formatUnit, shownPer } from './unit.ts';
import { dayTime, listTime, relativeTime } from './when.ts';

/** Thin and no-break spaces as `_`, so that a test can be read. */
const plain = (text: string) => text.replace(/[\u202f\u00a0\u2009]/g, '_');

test.each([
  [0, '0_ms'],
  [0.416, '0.42_ms'],
  [9.84, '9.8_ms'],
  [429.6, '430_ms'],
  [999.6, '1.00_s'],
  [9840, '9.84_s'],
  [12_345, '12.3_s'],
  [59_990, '1_min'],
  [192_000, '3_min 12_s'],
  [7_500_000, '2_h 5_min'],
  [3_599_800, '1_h'],
  [90_000_000, '1_d 1_h'],
])('a duration of %d ms reads %s', (ms, text) => {
  expect(plain(duration(ms, 'en'))).toBe(text);
});

test('a period of one unit drops the number, in prose', () => {
  expect(period(3_600_000, 'en')).toBe('hour');
  expect(period(900_000, 'en')).toBe('15 minutes');
  expect(period(900_000, 'zh-CN')).toBe('15 分钟');
  expect(period(3_600_000, 'zh-CN')).toBe('1 小时');
});

test.each([
  [1303, '1_303'],
  [9999, '9_999'],
  [10_000, '10.0_k'],
  [999_950, '1.00_M'],
  [48_213_000, '48.2_M'],
  [3_200_000_000, '3.20_B'],
])('a count of %d is shortened to %s', (value, text) => {
  expect(plain(joined(compact(value, 'en')))).toBe(text);
});

test('a whole count keeps every digit, thinly spaced', () => {
  expect(plain(count(1_234_567, 'en'))).toBe('1_234_567');
  expect(plain(count(1_234_567, 'zh-CN'))).toBe('1_234_567');
});

test.each([
  ['0', '$0'],
  ['0.00000001', '<$0.0001'],
  ['0.0020412', '$0.0020'],
  ['0.4321', '$0.432'],
  ['12.4', '$12.40'],
  ['999.99', '$1_000'],
  ['1284.2', '$1_284'],
  ['99999.9', '$100k'],
])('money of %s USD reads %s', (amount, text) => {
  expect(plain(money(Number(amount), 'en'))).toBe(text);
});

test('money in Chinese keeps the plain dollar sign, and the exact decimal keeps every digit', () => {
  expect(money(12.4, 'zh-CN')).toBe('$12.40');
  expect(exactMoney('0.000000000123')).toBe('0.000000000123 USD');
});

test('a share just below one is never shown as all', () => {
  expect(plain(joined(percent(0.99996, 'en')))).toBe('99.9_%');
  expect(plain(joined(percent(1, 'en')))).toBe('100_%');
  expect(plain(joined(percent(0.976, 'en')))).toBe('97.6_%');
});

test('a change carries its sign, with a true minus', () => {
  expect(signed(12, 'en', 0)).toBe('+12');
  expect(signed(-1.34, 'en')).toBe('\u22121.3');
  expect(signed(0, 'en')).toBe('0');
});

test('relative times use the language', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  expect(relativeTime(now - 2000, now, 'en')).toBe('now');
  expect(relativeTime(now - 180_000, now, 'zh-CN')).toBe('3 分钟前');
  expect(relativeTime(now - 180_000, now, 'en')).toBe('3 min ago');
  expect(relativeTime(now - 7_200_000, now, 'en')).toBe('2 hr ago');
  expect(relativeTime(now - 86_400_000, now, 'en')).toBe('yesterday');
  expect(relativeTime(now - 40 * 86_400_000, now, 'en')).toBe('last month');
});

test('axis ticks have no idle digits', () => {
  expect(plain(formatAxis(5000, 'ms', 'en'))).toBe('5_s');
  expect(plain(formatAxis(90_000, 'ms', 'en'))).toBe('1.5_min');
  expect(plain(formatAxis(0.5, 'usd', 'en'))).toBe('$0.5');
  expect(plain(formatAxis(200_000, 'tokens', 'en'))).toBe('200_k');
  expect(plain(formatAxis(-20_000, 'usd', 'en'))).toBe('−$20_k');
  expect(plain(formatAxis(-1500, 'count', 'en'))).toBe('−1.5_k');
  expect(plain(formatAxis(1.2e15, 'tokens', 'en'))).toBe('1,200_T'.replace(',', '_'));
  expect(formatAxis(0, 'ms', 'en')).toBe('0');
});

test('every metric has a short and an exact form for any finite value', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...METRICS),
      fc.double({ min: 0, max: 1e15, noNaN: true }),
      fc.constantFrom('en', 'zh-CN'),
      ({ unit }, value, locale) => {
        for (const text of [
          formatUnit(value, unit, locale),
          formatExact(value, unit, locale),
          formatAxis(value, unit, locale),
        ]) {
          expect(text).toMatch(/\d/);
          expect(text).not.toMatch(/NaN|undefined|Infinity/);
        }
      },
    ),
  );
});

test('a moment of the days around is a weekday and a time, in both languages', () => {
  const [now, then] = [Date.UTC(2026, 10, 23, 12), Date.UTC(2026, 10, 26, 14, 10)];
  expect(dayTime(then, now, 'en', 'UTC')).toBe('Thursday 14:10');
  expect(dayTime(then, now, 'zh-CN', 'UTC')).toBe('星期四 14:10');
  expect(dayTime(then + 7 * 86_400_000, now, 'en', 'UTC')).toBe('Dec 3, 14:10');
});

test('moments in a list can be told apart', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  expect(listTime(now - 12 * 60_000, now, 'en', 'UTC')).toBe('12 min ago');
  expect(listTime(Date.UTC(2026, 10, 23, 9, 5), now, 'en', 'UTC')).toBe('09:05');
  expect(listTime(Date.UTC(2026, 10, 22, 21, 5), now, 'en', 'UTC')).toBe('Nov 22, 21:05');
  expect(listTime(Date.UTC(2026, 10, 22, 21, 5), now, 'en', 'Asia/Shanghai')).toBe('05:05');
});

const YUAN = { currency: 'CNY', from: '2026-07-01', usd: '0.125' };
test('dollars are shown in the currency of a rate, and other money as it is', () => {
  expect(money(12.4, 'en', 'USD', YUAN)).toBe('¥99.20');
  expect(money(12.4, 'zh-CN', 'USD', YUAN)).toBe('¥99.20');
  expect(money(12.4, 'en', 'EUR', YUAN)).toBe('€12.40');
  expect(plain(money(0.000001, 'en', 'USD', YUAN))).toBe('<¥0.0001');
  expect(plain(formatUnit(2000, 'usd', 'en', YUAN))).toBe('¥16_000');
  expect(figure(2, 'count', 'en', YUAN).value).toBe('2');
  expect(plain(formatAxis(-2500, 'usd', 'zh-CN', YUAN))).toBe('−¥20_k');
  expect([shownPer('usd', YUAN), shownPer('ms', YUAN), shownPer('usd')]).toEqual([8, 1, 1]);
});

test('exact money in another currency tells every digit of both, the rate and its day', () => {
  expect(exactMoney('0.00204125', 'USD', YUAN)).toBe(
    '0.01633 CNY = 0.00204125 USD (1 CNY = 0.125 USD, 2026-07-01)',
  );
  expect(exactMoney('1', 'USD', { ...YUAN, usd: '0.14' })).toContain('7.142857142857 CNY = 1 USD');
  expect(exactMoney('5', 'EUR', YUAN)).toBe('5 EUR');
  expect(rateText(YUAN)).toBe('1 CNY = 0.125 USD, 2026-07-01');
  expect(plain(formatExact(14.3, 'usd', 'en', YUAN))).toBe('114.4 CNY = 14.3 USD');
  expect(plain(formatExact(14.3, 'usd', 'en'))).toBe('14.3 USD');
});

test('what is known in full is told in the currency of the page, however small', () => {
  expect(formatFull(14.3, 'usd', 'en', '14.30000000001', YUAN)).toContain(
    '114.40000000008 CNY = 14.30000000001 USD',
  );
  expect(plain(formatFull(0.00000012, 'usd', 'en', undefined, YUAN))).toBe('0.00000096 CNY = 0.00000012 USD');
  expect(formatFull(3, 'tokens', 'en', '3', YUAN)).toBe('3');
});
