import { type Differences, type DifferencesRequest, MAX_DIMENSIONS } from '@pharos/core/api/differences';
import { comparedFields, rankDifferences, settledBy } from '@pharos/core/differences';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { attributesSql, type Compared, type CountedRow, differencesSql } from './differences-sql.ts';
import { rangeAsked } from './range-asked.ts';
import { run } from './sql.ts';

/** Attributes that are compared when nobody says which. */
const ATTRIBUTES = 16;

/** Compares a selection of rows with the rest of them, dimension by dimension. */
export async function compareSelection(
  engine: Queries,
  scope: ProjectScope,
  request: DifferencesRequest,
): Promise<Differences> {
  const { selection, from, to } = request;
  const compared: Compared = {
    ...request,
    range: rangeAsked({ from, to }),
    selection: { range: rangeAsked(selection), filters: selection.filters },
  };
  const dimensions = request.dimensions ?? (await usualDimensions(engine, scope, compared));
  const rows = await run<CountedRow>(engine, differencesSql(scope, compared, dimensions));
  const all = rows.find(({ place }) => place === -1);
  const values = rows.flatMap(({ place, ...row }) => {
    const dimension = dimensions[place];
    return dimension === undefined ? [] : [{ ...row, dimension }];
  });
  const distinct = new Map(values.map((row) => [row.dimension, Number(row.distinct)]));
  return rankDifferences({
    selected: Number(all?.selected ?? 0),
    rest: Number(all?.rest ?? 0),
    dimensions: dimensions.map((dimension) => ({ dimension, distinct: distinct.get(dimension) ?? 0 })),
    values: values.map(({ dimension, value, selected, rest, fingerprint }) => ({
      dimension,
      value,
      selected: Number(selected),
      rest: Number(rest),
      fingerprint,
    })),
  });
}

async function usualDimensions(engine: Queries, scope: ProjectScope, compared: Compared): Promise<string[]> {
  const { filters } = compared.selection;
  const isSettled = settledBy(filters);
  const found = await run<{ name: string }>(engine, attributesSql(scope, compared, 2 * ATTRIBUTES));
  const attributes = found.map(({ name }) => name).filter((name) => !isSettled(name));
  return [...comparedFields(filters), ...attributes.slice(0, ATTRIBUTES)].slice(0, MAX_DIMENSIONS);
}
