const PLACES = 12;

/** An amount as a decimal string without exponent; undefined when it is negative, not finite or absurdly large. */
export function decimal(amount: number | undefined): string | undefined {
  if (amount === undefined || !Number.isFinite(amount) || amount < 0 || amount > 1e9) return undefined;
  return amount.toFixed(PLACES).replace(/\.?0+$/, '');
}
