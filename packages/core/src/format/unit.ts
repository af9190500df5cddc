import type { ExchangeRate } from '../api/prices.ts';
import type { Unit } from '../metrics.ts';
import { durationFigure } from './duration.ts';
import { exactMoney, money, symbol } from './money.ts';
import { compact, count, type Figure, joined, MINUS, number, percent } from './number.ts';

const BYTES = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [0, 'B'],
] as const;

function bytes(value: number, unit: 'bytes' | 'bytesPerSecond', locale: string): Figure {
  const [size, name] = BYTES.find(([least]) => Math.abs(value) >= least) ?? [0, 'B'];
  return {
    value: number(value / (size || 1), locale, { maximumSignificantDigits: 3 }),
    unit: unit === 'bytes' ? name : `${name} / s`,
  };
}

const RATES = { perMinute: '/ min', perSecond: '/ s' } as const;

/** A metric's value as figure and unit, short. Dollars are shown at the rate, if there is one; so below. */
export function figure(value: number, unit: Unit, locale: string, rate?: ExchangeRate): Figure {
  switch (unit) {
    case 'ms':
      return durationFigure(value, locale);
    case 'seconds':
      return durationFigure(value * 1000, locale);
    case 'bytes':
    case 'bytesPerSecond':
      return bytes(value, unit, locale);
    case 'usd':
      return { value: money(value, locale, 'USD', rate), unit: '' };
    case 'ratio':
      return percent(value, locale);
    case 'perMinute':
    case 'perSecond':
      return {
        value: number(value, locale, { maximumFractionDigits: value < 10 ? 1 : 0 }),
        unit: RATES[unit],
      };
    case 'number':
      return { value: number(value, locale, { maximumSignificantDigits: 3 }), unit: '' };
    case 'count':
    case 'tokens':
      return compact(value, locale);
  }
}

/** A metric's value on one line, short. */
export const formatUnit = (value: number, unit: Unit, locale: string, rate?: ExchangeRate): string =>
  joined(figure(value, unit, locale, rate));

/** How many of what is shown one of a value is: other than 1 only for dollars that are shown in another currency. */
export const shownPer = (unit: Unit, rate?: ExchangeRate): number =>
  rate && unit === 'usd' ? 1 / Number(rate.usd) : 1;

const STEPS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
] as const;
const SCALES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A tick of an axis: as short as it can be, without digits that say nothing. `5 s`, `$20`, `400 k`, `0`. */
export function formatAxis(value: number, unit: Unit, locale: string, rate?: ExchangeRate): string {
  if (value === 0) return '0';
  const short = (of: number) => number(of, locale, { maximumSignificantDigits: 3 });
  const scaled = (of: number) => {
    const [size, name] = SCALES.find(([least]) => Math.abs(of) >= least) ?? [1, ''];
    return joined({ value: short(of / size), unit: name });
  };
  switch (unit) {
    case 'seconds':
      return formatAxis(value * 1000, 'ms', locale);
    case 'bytes':
    case 'bytesPerSecond':
      return joined(bytes(value, unit, locale));
    case 'ms': {
      const [size, name] = STEPS.find(([least]) => Math.abs(value) >= least) ?? [1, 'ms'];
      return joined({ value: short(value / size), unit: name });
    }
    case 'usd':
      return `${value < 0 ? MINUS : ''}${symbol(rate?.currency ?? 'USD', locale)}${scaled(Math.abs(value) * shownPer(unit, rate))}`;
    case 'ratio':
      return joined({ value: short(value * 100), unit: '%' });
    case 'perMinute':
    case 'perSecond':
    case 'number':
    case 'count':
    case 'tokens':
      return scaled(value);
  }
}

/** A metric's value with every digit, for hover and tables. Money in another currency has its dollars beside it. */
export function formatExact(value: number, unit: Unit, locale: string, rate?: ExchangeRate): string {
  switch (unit) {
    case 'ms':
      return `${number(value, locale, { maximumFractionDigits: 3 })} ms`;
    case 'seconds':
      return `${number(value, locale, { maximumFractionDigits: 6 })} s`;
    case 'bytes':
      return `${number(value, locale, { maximumFractionDigits: 0 })} B`;
    case 'bytesPerSecond':
      return `${number(value, locale, { maximumFractionDigits: 1 })} B / s`;
    case 'usd':
      return `${rate ? `${number(value * shownPer(unit, rate), locale, { maximumSignificantDigits: 6 })} ${rate.currency} = ` : ''}${number(value, locale, { maximumFractionDigits: 12 })} USD`;
    case 'ratio':
      return `${number(value * 100, locale, { maximumFractionDigits: 4 })} %`;
    case 'perMinute':
    case 'perSecond':
      return `${number(value, locale, { maximumFractionDigits: 4 })} ${RATES[unit]}`;
    case 'number':
      return number(value, locale, { maximumFractionDigits: 12 });
    case 'count':
    case 'tokens':
      return count(value, locale);
  }
}

/** {@link formatExact} of what may also be known as a decimal string, which has every digit. */
export function formatFull(
  value: number,
  unit: Unit,
  locale: string,
  decimal?: string,
  rate?: ExchangeRate,
): string {
  if (decimal === undefined) return formatExact(value, unit, locale, rate);
  return unit === 'usd' ? exactMoney(decimal, 'USD', rate) : decimal;
}
