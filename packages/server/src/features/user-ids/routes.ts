import { pseudonymAskSchema, pseudonymSchema, userIdsSchema } from '@pharos/core/api/user-ids';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { hideUsersWith } from '../../pseudonym.ts';
import { type Pseudonyms, pseudonymsOf, setPseudonyms } from '../../store/records/pseudonyms.ts';

/** Whether a project keeps users' ids or pseudonyms. The secret behind these never leaves the records. */
export const userIds =
  (parts: Pick<Parts, 'records' | 'clock' | 'ids'>, users: Pick<Pseudonyms, 'forget'>): Plugin =>
  (routes) => {
    const { records, ids } = parts;
    const path = '/api/v1/projects/:projectId/user-ids';
    const config = { access: mayAdminister };

    routes.get(
      path,
      {
        config,
        schema: {
          summary: 'Whether users are kept by pseudonyms',
          response: { 200: userIdsSchema },
        },
      },
      async ({ project }) => ({ pseudonymous: (await pseudonymsOf(records, project))?.enabled ?? false }),
    );

    routes.put(
      path,
      {
        config,
        schema: {
          summary:
            'Keeps users by pseudonyms, or by their ids, from now on. What is stored stays as it is; turned on again, pseudonyms are those of before',
          body: userIdsSchema,
          response: { 200: userIdsSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        await records.transaction().execute(async (tx) => {
          await setPseudonyms(tx, project, body.pseudonymous, ids.secret());
          await auditRequest(parts, tx, request, 'user-ids.pseudonymous', String(body.pseudonymous));
        });
        users.forget(project);
        return body;
      },
    );

    routes.post(
      `${path}/pseudonym`,
      {
        config,
        schema: {
          summary:
            'The pseudonym of a user, to find them by. Each question is in the audit log, by the pseudonym',
          body: pseudonymAskSchema,
          response: { 200: pseudonymSchema },
        },
      },
      async (request) => {
        const row = await pseudonymsOf(records, request.project);
        if (row === undefined)
          throw new ApiError('not_found', { message: 'This project has never kept users by pseudonyms.' });
        const pseudonym = hideUsersWith(row.secret)(request.body.userId);
        await auditRequest(parts, records, request, 'user-ids.look-up', pseudonym);
        return { pseudonym };
      },
    );
  };
