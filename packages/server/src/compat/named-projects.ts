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

const EVER = '1970-01-01T00:00:00Z';

/** The names in use that contain a text, the most frequent first. */
export async function projectNames(
  reader: Pick<TelemetryReader, 'suggest'>,
  scope: ProjectScope,
  { attribute }: NamedProjects,
  text = '',
): Promise<string[]> {
  const found = await reader.suggest(scope, { field: `attr.${attribute}`, text, from: EVER });
  return found.map(({ value }) => value).filter((name) => name !== '');
}

/** What the spans of these projects have in common. */
export async function inProjects(
  reader: Pick<TelemetryReader, 'suggest'>,
  scope: ProjectScope,
  projects: NamedProjects,
  names: readonly string[],
): Promise<Filter[]> {
  const field = `attr.${projects.attribute}`;
  if (!names.includes(projects.fallback)) return [{ field, op: '=', values: [...names] }];
  const others = (await projectNames(reader, scope, projects)).filter((name) => !names.includes(name));
  return others.length === 0 ? [] : [{ field, op: '!=', values: others }];
}
