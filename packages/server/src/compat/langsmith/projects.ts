import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayIngest, mayRead } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { projectNames } from '../named-projects.ts';
import { DEFAULT_PROJECT, PROJECTS, projectIdOf, projectOf } from './project-form.ts';

/** The names of LangSmith's projects within one of ours. */
export interface Projects {
  /** Those that runs name and that contain a text, the most frequent first. */
  containing(scope: ProjectScope, text: string): Promise<string[]>;
  exists(scope: ProjectScope, name: string): Promise<boolean>;
  /** Undefined for an id of none. */
  nameOf(scope: ProjectScope, id: string): Promise<string | undefined>;
  create(scope: ProjectScope, name: string): void;
}

const REMEMBERED = 10_000;

/** A project is there once a run names it; one that was only created is remembered until the server ends. */
export function createProjects(reader: Pick<TelemetryReader, 'suggest'>): Projects {
  const names = new LRUCache<string, string>({ max: REMEMBERED });
  const remember = (scope: ProjectScope, name: string) => names.set(`${scope} ${projectIdOf(name)}`, name);
  const containing = async (scope: ProjectScope, text: string) => {
    const found = await projectNames(reader, scope, PROJECTS, text);
    for (const name of found) remember(scope, name);
    return found;
  };
  const known = (scope: ProjectScope, id: string) =>
    id === projectIdOf(DEFAULT_PROJECT) ? DEFAULT_PROJECT : names.get(`${scope} ${id}`);
  return {
    containing,
    async exists(scope, name) {
      const id = projectIdOf(name);
      return known(scope, id) !== undefined || (await containing(scope, name)).includes(name);
    },
    nameOf: async (scope, id) =>
      known(scope, id) ?? (await containing(scope, '')).find((name) => projectIdOf(name) === id),
    create: remember,
  };
}

const name = z.string().trim().min(1).max(512);
/** Not `projectId`: that would be one of ours. */
const params = z.object({ sessionId: z.string().min(1).max(200) });
const querystring = z.object({
  name: name.optional(),
  name_contains: z.string().max(512).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
const body = z.object({
  name,
  description: z.string().nullish(),
  extra: z.record(z.string(), z.unknown()).nullish(),
});

/** `/sessions`, by which the SDKs find a project. Not under `/api/v1`: there it is the list of conversations. */
export const langsmithProjects =
  (projects: Projects): Plugin =>
  (routes) => {
    const reading = { config: { access: mayRead } };
    routes.get(
      '/sessions',
      { ...reading, schema: { hide: true, querystring } },
      async ({ project, query: { name, name_contains, limit, offset } }) => {
        const names =
          name === undefined
            ? await projects.containing(project, name_contains)
            : (await projects.exists(project, name))
              ? [name]
              : [];
        return names.slice(offset, offset + limit).map((each) => projectOf(each, project));
      },
    );

    routes.get(
      '/sessions/:sessionId',
      { ...reading, schema: { hide: true, params } },
      async ({ project, params: { sessionId } }) => {
        const name = await projects.nameOf(project, sessionId);
        if (name === undefined)
          throw new ApiError('not_found', { message: `Project ${sessionId} not found` });
        return projectOf(name, project);
      },
    );

    routes.post(
      '/sessions',
      { config: { access: mayIngest }, schema: { hide: true, body } },
      ({ project, body: { name, description = null, extra } }) => {
        projects.create(project, name);
        return projectOf(name, project, { description, extra: extra ?? {} });
      },
    );
  };
