import type { Mapping } from '../api/reconcile.ts';
import type { CountName } from './amounts.ts';
import type { Form } from './forms.ts';
import { providerKey } from './names.ts';

const COLUMNS = [
  'requests',
  'input',
  'cachedRead',
  'cacheWrite',
  'output',
] as const satisfies readonly CountName[];

/** The form that a reader describes by saying which column is what. */
export function mappedForm(mapping: Mapping): Form {
  const { day, dayForm, zone = '', provider, model, cost, currency, currencyIs, inputHoldsCached } = mapping;
  const counts = COLUMNS.flatMap((name) => {
    const column = mapping[name];
    return column === undefined ? [] : [[name, [column]] as const];
  });
  const columns = [
    day,
    model,
    cost,
    cost === undefined ? undefined : currency,
    ...counts.map(([, [of]]) => of),
  ];
  return {
    id: 'mapped',
    provider: providerKey(provider),
    has: columns.filter((column) => column !== undefined),
    day: { column: day, as: dayForm },
    zone,
    ...(model !== undefined && { model: { column: model } }),
    counts: Object.fromEntries(counts),
    ...(inputHoldsCached && { inputHolds: ['cachedRead', 'cacheWrite'] }),
    ...(cost !== undefined && {
      cost: { column: cost, currency: currency === undefined ? { is: currencyIs } : { column: currency } },
    }),
  };
}
