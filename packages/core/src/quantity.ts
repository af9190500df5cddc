/** Numbers as people type them in a filter: `2s`, `$0.01`, `1.5k`. Each unit list is ordered large to small. */
export type Quantity = 'number' | 'duration' | 'money';

const UNITS: Record<Quantity, readonly (readonly [unit: string, factor: number])[]> = {
  number: [
    ['M', 1_000_000],
    ['k', 1000],
    ['', 1],
  ],
  duration: [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ],
  money: [['', 1]],
};

const NUMBER = /^\$?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?\.\d+)([a-zA-Z]*)$/;

/** The number in the field's own unit (milliseconds, USD, a count), or undefined when the text is none. */
export function parseQuantity(text: string, quantity: Quantity): number | undefined {
  const match = NUMBER.exec(text);
  if (!match || (text.startsWith('$') && quantity !== 'money')) return undefined;
  const unit = match[2] ?? '';
  const factor =
    unit === ''
      ? 1
      : UNITS[quantity].find(
          ([name]) => name === unit || (quantity === 'number' && name.toLowerCase() === unit.toLowerCase()),
        )?.[1];
  const value = factor === undefined ? Number.NaN : Number(match[1]) * factor;
  return Number.isFinite(value) ? value : undefined;
}

/** The shortest text that {@link parseQuantity} reads back as exactly this number. */
export function formatQuantity(value: number, quantity: Quantity): string {
  for (const [unit, factor] of UNITS[quantity]) {
    const text = `${value / factor}${unit}`;
    if (Math.abs(value) >= factor && parseQuantity(text, quantity) === value) return text;
  }
  return String(value);
}
