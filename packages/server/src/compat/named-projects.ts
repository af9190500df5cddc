import type { Filter } from '@pharos/core/filter';
import type { ProjectScope } from '../store/scope.ts';
import type { TelemetryReader } from '../store/telemetry/contract.ts';

/** Another system's projects, which within one of ours are names that spans carry. */
export interface NamedProjects {
  /** The attribute that holds the name. */
  attribute: string;
  /** The project of spans that name none. */
  fallback: string;
}

/** From when on everything is listed. */
export const EVER = '1970-01-01T00:00:00Z';
const MAX_NAMES = 500;
/** Of one filter. */
export const MAX_VALUES = 50;

/** The names in use that contain a text, the most frequent first. */
export async function projectNames(
  reader: Pick<TelemetryReader, 'suggest'>,
  scope: ProjectScope,
  { attribute }: NamedProjects,
  text = '',
): Promise<string[]> {
  const wanted = { field: `attr.${attribute}`, text, from: EVER, limit: MAX_NAMES };
  const found = await reader.suggest(scope, wanted);
  return found.map(({ value }) => value).filter((name) => name !== '');
}

/** Spans of these projects, exactly. */
export const namingOf = ({ attribute, fallback }: NamedProjects, names: readonly string[]) => ({
  attribute,
  values: names.includes(fallback) ? [...names, ''] : names,
});

/** The same for lists of traces and sessions, as far as the names of the other projects are known. */
export async function inProjects(
  reader: Pick<TelemetryReader, 'suggest'>,
  scope: ProjectScope,
  projects: NamedProjects,
  names: readonly string[],
): Promise<Filter[]> {
  const field = `attr.${projects.attribute}`;
  if (!names.includes(projects.fallback)) return [{ field, op: '=', values: [...names] }];
  const others = (await projectNames(reader, scope, projects)).filter((name) => !names.includes(name));
  const filters: Filter[] = [];
  for (let at = 0; at < others.length; at += MAX_VALUES)
    filters.push({ field, op: '!=', values: others.slice(at, at + MAX_VALUES) });
  return filters;
}
