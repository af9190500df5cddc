import type { Variable } from '@pharos/core/dashboards/dashboard';
import type { View } from '@pharos/core/dashboards/widget-question';

/** The parameter of the address that holds a variable's values. */
export const parameterOf = (name: string): string => `v.${name}`;

/** Stands for all values where the dashboard opens with some. */
const ALL = '*';
const MOST_VALUES = 50;
const LONGEST = 256;

const quoted = (value: string): string =>
  value === '' || value === ALL || /["\\,]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;

/** Values as one text, separated by commas: `a,b`, `"x, y"`; `*` for none. */
export const formatValues = (values: readonly string[]): string =>
  values.length === 0 ? ALL : values.map(quoted).join(',');

/** The inverse of {@link formatValues}. An address may carry anything: what is no list is read as far as it goes. */
export function parseValues(text: string): string[] {
  if (text === ALL || text === '') return [];
  const values = [...text.matchAll(/"((?:[^"\\]|\\.)*)"?(?:,|$)|([^,]+)(?:,|$)/gs)].map(
    ([, inQuotes, bare]) => bare ?? (inQuotes ?? '').replace(/\\(.)/gs, '$1'),
  );
  return values.map((value) => value.slice(0, LONGEST)).slice(0, MOST_VALUES);
}

/** What an address says of a dashboard's variables; of those that it leaves out the dashboard's own values hold. */
export function valuesIn(
  search: Readonly<Record<string, unknown>>,
  variables: readonly Variable[],
): View['values'] {
  return Object.fromEntries(
    variables.flatMap(({ name }) => {
      const text = search[parameterOf(name)];
      return typeof text === 'string' ? [[name, parseValues(text)]] : [];
    }),
  );
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** What the address says once a variable has these values: nothing when they are those it opens with. */
export const searchOf = ({ name, values: usual }: Variable, values: readonly string[]) => ({
  [parameterOf(name)]: same(values, usual) ? undefined : formatValues(values),
});
