import { type ModelPrice, PRICED_UNITS, priceSchema } from '@pharos/core/api/prices';

/** Rates that nearly every model has, and those of few. */
export const USUAL = ['input', 'cachedRead', 'cacheWrite', 'output'] as const;
export const RARE = PRICED_UNITS.filter((unit) => !USUAL.some((usual) => usual === unit));

const TEXTS = ['model', 'provider', 'region', 'currency', 'from', ...PRICED_UNITS] as const;
/** A price as it is typed. */
export type PriceForm = Record<(typeof TEXTS)[number], string>;

/** The base of a rate that has tiers by the size of the prompt. */
export const baseOf = (rate: ModelPrice['input']): string | undefined =>
  Array.isArray(rate) ? rate[0] : rate;

export const hasTiers = (price: Partial<ModelPrice>): boolean =>
  PRICED_UNITS.some((unit) => Array.isArray(price[unit]));

/** A price ready to be changed; from the catalogue without its day, since an own price may begin on any. */
export function formOf(price: Partial<ModelPrice>): PriceForm {
  const { model = '', provider = '', region = '', currency = 'USD' } = price;
  const rates = Object.fromEntries(PRICED_UNITS.map((unit) => [unit, baseOf(price[unit]) ?? '']));
  const from = price.source === 'project' ? (price.from ?? '') : '';
  return { model, provider, region, currency, from, ...rates } as PriceForm;
}

const written = (name: string, value: string): string =>
  name === 'currency' ? value.toUpperCase() : name === 'region' ? value.toLowerCase() : value;

/** What was typed, as the API takes it. A rate that was not touched keeps its tiers. */
export function parseForm(form: PriceForm, price: Partial<ModelPrice>) {
  const filled = Object.entries(form).flatMap(([name, text]): [string, unknown][] => {
    const value = text.trim();
    const was = price[name as keyof ModelPrice];
    if (Array.isArray(was) && was[0] === value) return [[name, was]];
    return value === '' ? [] : [[name, written(name, value)]];
  });
  return priceSchema.safeParse(Object.fromEntries(filled));
}
