import type { Unit } from '@pharos/core/metrics';
import { durationFigure } from './duration.ts';
import { money } from './money.ts';
import { compact, count, type Figure, joined, number, percent } from './number.ts';

/** A metric's value as figure and unit, short. */
export function figure(value: number, unit: Unit, locale: string): Figure {
  switch (unit) {
    case 'ms':
      return durationFigure(value, locale);
    case 'usd':
      return { value: money(value, locale), unit: '' };
    case 'ratio':
      return percent(value, locale);
    case 'perMinute':
      return {
        value: number(value, locale, { maximumFractionDigits: value < 10 ? 1 : 0 }),
        unit: '/ min',
      };
    case 'count':
    case 'tokens':
      return compact(value, locale);
  }
}

/** A metric's value on one line, short. */
export const formatUnit = (value: number, unit: Unit, locale: string): string =>
  joined(figure(value, unit, locale));

/** A metric's value with every digit, for hover and tables. */
export function formatExact(value: number, unit: Unit, locale: string): string {
  switch (unit) {
    case 'ms':
      return `${number(value, locale, { maximumFractionDigits: 3 })} ms`;
    case 'usd':
      return `${number(value, locale, { maximumFractionDigits: 12 })} USD`;
    case 'ratio':
      return `${number(value * 100, locale, { maximumFractionDigits: 4 })} %`;
    case 'perMinute':
      return `${number(value, locale, { maximumFractionDigits: 4 })} / min`;
    case 'count':
    case 'tokens':
      return count(value, locale);
  }
}
