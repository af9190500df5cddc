import type { Suggestion } from '@pharos/core/api/spans';
import { FIELDS, type Field } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { MOST_VALUES } from './use-values.ts';

/** How useful it is to split by a dimension, by what the data hold. In the order in which they are offered. */
export const SPLIT_GROUPS = [
  'fewValues',
  'manyValues',
  'numbers',
  'ofAScore',
  'attributes',
  'oneOrNone',
] as const;
export type SplitGroup = (typeof SPLIT_GROUPS)[number];

/** The fields that a Question can be split by. */
export const SPLITS: readonly Field[] = FIELDS.filter(({ dimension }) => dimension);

/** Fields with values that can be counted; what numbers hold is not asked. */
export const COUNTED: readonly string[] = SPLITS.filter((field) => !isNumeric(field)).map(({ name }) => name);

/** Where a dimension is offered; those whose values are not known yet as if they had a few. */
export function splitGroup(field: Field, values: readonly Suggestion[] | undefined): SplitGroup {
  if (isNumeric(field)) return 'numbers';
  if (field.level === 'score') return 'ofAScore';
  if (values === undefined) return 'fewValues';
  if (values.length < 2) return 'oneOrNone';
  return values.length < MOST_VALUES ? 'fewValues' : 'manyValues';
}
