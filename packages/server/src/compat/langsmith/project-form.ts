import { uuidOf } from '../../receive/langsmith/ids.ts';
import type { NamedProjects } from '../named-projects.ts';

export const PROJECT_ATTRIBUTE = 'langsmith.trace.session_name';
/** What an SDK calls a project when it is told none. */
export const DEFAULT_PROJECT = 'default';
export const PROJECTS: NamedProjects = { attribute: PROJECT_ATTRIBUTE, fallback: DEFAULT_PROJECT };

/** LangSmith's projects are names on runs here, so their ids are made of the names. */
export const projectIdOf = (name: string): string => uuidOf(`langsmith project ${name}`);

/** A project, which LangSmith calls a session of tracing. */
export const projectOf = (name: string, pharosProject: string, more: object = {}) => ({
  id: projectIdOf(name),
  tenant_id: uuidOf(`pharos project ${pharosProject}`),
  name,
  description: null,
  start_time: new Date(0).toISOString(),
  end_time: null,
  extra: {},
  reference_dataset_id: null,
  ...more,
});
