import type { Span } from '../time-range.ts';
import type { Dashboard, Variable } from './dashboard.ts';
import { chosenValues, type View } from './widget-question.ts';

/** Behind a link there is one project. */
const withoutProject = (variable: Variable): Variable =>
  variable.type === 'project' ? { ...variable, values: [] } : variable;

/** A dashboard's variables as a link keeps them: with the values that it is to show. */
export const settledVariables = (
  { variables }: Dashboard,
  values: Readonly<Record<string, readonly string[]>>,
): Variable[] =>
  variables.map((variable) =>
    withoutProject({ ...variable, values: [...chosenValues({ values }, variable)] }),
  );

/**
 * The variables that hold behind a link: those that were settled when it was made, also ones that the dashboard has no
 * longer, so that no change of it shows more than was meant; then what the dashboard has got since.
 */
export function sharedVariables({ variables }: Dashboard, settled: readonly Variable[]): Variable[] {
  const known = new Set(settled.map(({ name }) => name));
  return [...settled, ...variables.filter(({ name }) => !known.has(name)).map(withoutProject)];
}

/** What the widgets of a shared dashboard are asked with. */
export const sharedView = (document: Dashboard, settled: readonly Variable[], range: Span): View => ({
  range,
  variables: sharedVariables(document, settled),
  values: {},
});

/** The document as a link shows it. */
export function sharedDocument(document: Dashboard, settled: readonly Variable[]): Dashboard {
  const held = new Map(sharedVariables(document, settled).map((variable) => [variable.name, variable]));
  return {
    ...document,
    variables: document.variables.map((variable) => held.get(variable.name) ?? variable),
  };
}
