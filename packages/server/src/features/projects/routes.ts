import {
  membershipSchema,
  projectCreateSchema,
  projectSchema,
  projectUpdateSchema,
} from '@pharos/core/api/accounts';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister, mayOwn } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { whoIs } from '../../http/who-is.ts';
import { deleteProject, insertProject, updateProject } from './queries.ts';

const list = z.object({ data: z.array(membershipSchema) });
const present = <Row extends { createdAt: Date }>(row: Row) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
});

/** Projects: who makes one owns it. */
export const projects =
  (parts: Parts): Plugin =>
  (routes) => {
    const { records, keys, clock, ids } = parts;

    routes.get(
      '/api/v1/projects',
      { config: { access: 'signedIn' }, schema: { response: { 200: list } } },
      async ({ caller }) => ({ data: caller === null ? [] : (await whoIs(records, caller)).projects }),
    );

    routes.post(
      '/api/v1/projects',
      {
        config: { access: 'user' },
        schema: { body: projectCreateSchema, response: { 201: membershipSchema } },
      },
      async (request, reply) => {
        const project = { id: ids.id(), name: request.body.name, createdAt: new Date(clock.nowMs()) };
        await records.transaction().execute(async (tx) => {
          await insertProject(tx, project, request.user.userId);
          await auditRequest(parts, tx, request, 'project.create', project.id, {
            projectId: project.id,
          });
        });
        const made = { ...present(project), displayCurrency: 'USD' };
        return reply.code(201).send({ ...made, role: 'owner' as const });
      },
    );

    routes.patch(
      '/api/v1/projects/:projectId',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Renames the project, or sets the currency that its pages show amounts in',
          body: projectUpdateSchema,
          response: { 200: projectSchema },
        },
      },
      (request) =>
        records.transaction().execute(async (tx) => {
          const { name, displayCurrency } = request.body;
          const project = await updateProject(tx, request.project, request.body);
          if (project === undefined) throw new ApiError('not_found');
          if (name !== undefined) await auditRequest(parts, tx, request, 'project.rename', project.id);
          if (displayCurrency !== undefined)
            await auditRequest(parts, tx, request, 'project.display-currency', displayCurrency);
          return present(project);
        }),
    );

    routes.delete(
      '/api/v1/projects/:projectId',
      { config: { access: mayOwn }, schema: { response: { 204: z.null() } } },
      async (request, reply) => {
        await records.transaction().execute(async (tx) => {
          await deleteProject(tx, request.project);
          await auditRequest(parts, tx, request, 'project.delete', request.project);
        });
        keys.forget();
        return reply.code(204).send(null);
      },
    );
  };
