/** Exact money: a bigint of units of 10^-12. Binary floats never touch an amount. */
export const DECIMAL_PLACES = 12;
export const ONE = 10n ** BigInt(DECIMAL_PLACES);
const ONE_NUMBER = 10 ** DECIMAL_PLACES;
const ZERO = '0'.charCodeAt(0);
const FORM = /^([+-]?)(\d{1,40})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/;

const roundHalfUp = (value: bigint, by: bigint): bigint => (value + by / 2n) / by;
const rounded = (value: bigint, by: bigint): bigint =>
  value < 0n ? -roundHalfUp(-value, by) : roundHalfUp(value, by);

/** Parses `-1.25` or `1.2e-7`; further places are rounded half away from zero. Undefined for other text. */
export function parseDecimal(text: string, places = DECIMAL_PLACES): bigint | undefined {
  const match = FORM.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = places - fraction.length + Number(exponent);
  if (shift > 80) return undefined;
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : roundHalfUp(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -value : value;
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return digits.slice(0, end);
}

/** The shortest text of that amount: no exponent, no trailing zeros. */
export function formatDecimal(value: bigint): string {
  if (value < 0n) return `-${formatDecimal(-value)}`;
  if (value === 0n) return '0';
  const whole = value / ONE;
  const fraction = value - whole * ONE;
  if (fraction === 0n) return whole.toString();
  return `${whole}.${withoutZeros(fraction.toString().padStart(DECIMAL_PLACES, '0'))}`;
}

/**
 * {@link formatDecimal} for an amount that fits a safe whole number: remainder, subtraction and division of whole
 * numbers are exact there, and many times quicker than with bigint.
 */
export function formatSafeDecimal(value: number): string {
  const fraction = value % ONE_NUMBER;
  const whole = (value - fraction) / ONE_NUMBER;
  if (fraction === 0) return String(whole);
  return `${whole}.${withoutZeros(String(fraction).padStart(DECIMAL_PLACES, '0'))}`;
}

/** An amount times another, rounded half away from zero. */
export const multiplied = (amount: bigint, by: bigint): bigint => rounded(amount * by, ONE);

/** An amount divided by another above zero, rounded half away from zero. */
export const divided = (amount: bigint, by: bigint): bigint => rounded(amount * ONE, by);

/** The exact sum of decimal texts; text that is no decimal counts as 0. */
export const sumDecimals = (texts: Iterable<string>): string => {
  let sum = 0n;
  for (const text of texts) sum += parseDecimal(text) ?? 0n;
  return formatDecimal(sum);
};
