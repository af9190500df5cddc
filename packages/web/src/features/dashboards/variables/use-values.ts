import type { Variable } from '@pharos/core/dashboards/dashboard';
import type { View } from '@pharos/core/dashboards/widget-question';
import { useCallback, useMemo } from 'react';
import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';
import { parameterOf, searchOf, valuesIn } from '../view/values.ts';

const anySearch = z.record(z.string(), z.unknown());

export interface VariableValues {
  variables: readonly Variable[];
  /** Of those that the address says something about. */
  values: View['values'];
  set: (variable: Variable, values: readonly string[]) => void;
  /** Back to what the dashboard opens with. */
  reset: () => void;
  /** Some are not as the dashboard opens. */
  changed: boolean;
}

/** The values of a dashboard's variables, from the address. The same object as long as it says the same. */
export function useValues(variables: readonly Variable[]): VariableValues {
  const [search, setSearch] = useUrlState(anySearch);
  const said = JSON.stringify(valuesIn(search, variables));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the rest of the address says is no matter
  const values = useMemo(() => valuesIn(search, variables), [said]);
  const set = useCallback(
    (variable: Variable, next: readonly string[]) => setSearch(searchOf(variable, next)),
    [setSearch],
  );
  const reset = useCallback(
    () => setSearch(Object.fromEntries(variables.map(({ name }) => [parameterOf(name), undefined]))),
    [setSearch, variables],
  );
  return useMemo(
    () => ({ variables, values, set, reset, changed: Object.keys(values).length > 0 }),
    [variables, values, set, reset],
  );
}

/** The project whose data a dashboard shows instead of its own, when a variable says so. */
export function otherProject(variables: readonly Variable[], values: View['values']): string | undefined {
  const variable = variables.find(({ type }) => type === 'project');
  return variable && (values[variable.name] ?? variable.values)[0];
}
