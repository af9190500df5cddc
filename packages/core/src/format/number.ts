/** Thin, unbreakable: between thousands and before a unit. */
export const THIN = '\u202f';
export const MINUS = '\u2212';

const cache = new Map<string, Intl.NumberFormat>();
function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, options);
    cache.set(key, found);
  }
  return found;
}

/** A number in the locale, with thin spaces between thousands and a true minus sign. */
export function number(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  return formatter(locale, options)
    .formatToParts(value)
    .map((part) => (part.type === 'group' ? THIN : part.type === 'minusSign' ? MINUS : part.value))
    .join('');
}

/** Figures and Chinese words apart, as everywhere in the product: `15 分钟`. */
export const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');

/** A figure apart from its unit, so that the unit can be set smaller. `unit` may be ''. */
export interface Figure {
  value: string;
  unit: string;
}

export const joined = ({ value, unit }: Figure): string => (unit ? `${value}${THIN}${unit}` : value);

const SCALES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Three significant digits with k, M, B, T from 10 000 on; below that the exact number. */
export function compact(value: number, locale: string): Figure {
  const size = Math.abs(value);
  if (size < 10_000) return { value: number(value, locale, { maximumFractionDigits: 0 }), unit: '' };
  // Rounded to three digits 999 950 is already 1.00 M.
  const rounded = Number(size.toPrecision(3));
  const [scale, unit] = SCALES.find(([least]) => rounded >= least) ?? [1, ''];
  return {
    value: number(value / scale, locale, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 }),
    unit,
  };
}

/** A whole count, every digit. */
export const count = (value: number, locale: string): string =>
  number(value, locale, { maximumFractionDigits: 0 });

/** A share between 0 and 1 as a percentage; 99.95 % is never rounded up to 100. */
export function percent(share: number, locale: string): Figure {
  const value = share * 100;
  const digits = Math.abs(value) >= 100 || value === 0 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const scale = 10 ** digits;
  const shown = value < 100 && value > 99 ? Math.floor(value * scale) / scale : value;
  return { value: number(shown, locale, { maximumFractionDigits: digits }), unit: '%' };
}

/** A change with its sign, relative: `+12 %`, or in points for shares: `−1.3`. */
export function signed(value: number, locale: string, digits = 1): string {
  return number(value, locale, {
    signDisplay: 'exceptZero',
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : digits,
  });
}
