import { type Figure, joined, number, spaced, THIN } from './number.ts';

/** Milliseconds in the unit a reader would choose: `0.42 ms`, `430 ms`, `9.84 s`, `3 min 12 s`, `2 h 5 min`. */
export function durationFigure(ms: number, locale: string): Figure {
  const size = Math.abs(ms);
  const plain = (value: number, digits: number) => number(value, locale, { maximumFractionDigits: digits });
  if (size === 0) return { value: '0', unit: 'ms' };
  if (size < 1) return { value: plain(ms, 2), unit: 'ms' };
  if (size < 9.995) return { value: plain(ms, 1), unit: 'ms' };
  if (size < 999.5) return { value: plain(ms, 0), unit: 'ms' };
  if (size < 9_995) {
    return {
      value: number(ms / 1000, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
      unit: 's',
    };
  }
  if (size < 59_950) {
    return {
      value: number(ms / 1000, locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
      unit: 's',
    };
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(ms / 60_000);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / 3_600_000);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): Figure =>
  small === 0
    ? { value: String(large), unit: largeUnit }
    : { value: `${large}${THIN}${largeUnit} ${small}`, unit: smallUnit };

export const duration = (ms: number, locale: string): string => joined(durationFigure(ms, locale));

/** A stretch of time in words, after “per” or “last”: `15 minutes`, `hour`, `15 分钟`. */
export function period(ms: number, locale: string): string {
  const [size, unit] = PERIODS.find(([least]) => ms >= least) ?? [1000, 'second'];
  const written = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(ms / size);
  return spaced(written.replace(/^1 /, ''));
}
const PERIODS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;
