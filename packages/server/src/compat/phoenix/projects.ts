import { z } from 'zod';
import { mayIngest, mayRead } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import { globalId } from '../../receive/phoenix/global-ids.ts';
import { projectNames } from '../named-projects.ts';
import type { PhoenixParts } from './phoenix.ts';
import { DEFAULT_PROJECT, PROJECTS, projectParams } from './query.ts';

const MAX_PROJECTS = 500;
const presented = (name: string) => ({ id: globalId('Project', name), name, description: null });

/** Projects are what spans name; making one is only saying its name, and nothing has to be made before it is used. */
export const projects =
  ({ reader }: PhoenixParts): Plugin =>
  (routes) => {
    const query = z.object({ name_contains: z.string().max(512).default('') });
    routes.get(
      '/v1/projects',
      { config: { access: mayRead }, schema: { hide: true, querystring: query } },
      async ({ project, query: { name_contains: text } }) => {
        const names = new Set(await projectNames(reader, project, PROJECTS, text));
        if (DEFAULT_PROJECT.includes(text)) names.add(DEFAULT_PROJECT);
        return { data: [...names].slice(0, MAX_PROJECTS).sort().map(presented), next_cursor: null };
      },
    );

    routes.get(
      '/v1/projects/:project',
      { config: { access: mayRead }, schema: { hide: true, params: projectParams } },
      async ({ params }) => ({ data: presented(params.project) }),
    );

    const body = z.object({ name: z.string().trim().min(1).max(512), description: z.string().nullish() });
    routes.post(
      '/v1/projects',
      { config: { access: mayIngest }, schema: { hide: true, body } },
      async ({ body: { name } }) => ({ data: presented(name) }),
    );
  };
