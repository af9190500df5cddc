import { projectQuery } from '@pharos/core/api/common';
import { presenceSettingsSchema } from '@pharos/core/api/presence';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { type OnlineWindows, putWindow } from './windows.ts';

/** What a project says of presence. */
export const presenceSettings =
  (parts: Pick<Parts, 'records' | 'clock'>, windows: OnlineWindows): Plugin =>
  (routes) => {
    const path = '/api/v1/presence/settings';

    routes.get(
      path,
      {
        config: { access: mayRead },
        schema: {
          summary: 'After how long without a word a user is not online any more',
          querystring: projectQuery,
          response: { 200: presenceSettingsSchema },
        },
      },
      async ({ project }) => ({ windowSeconds: windows.of(project) / 1000 }),
    );

    routes.put(
      path,
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Sets it; of a user it counts from their next report on',
          querystring: projectQuery,
          body: presenceSettingsSchema,
          response: { 200: presenceSettingsSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        await parts.records.transaction().execute(async (tx) => {
          await putWindow(tx, project, body.windowSeconds);
          await auditRequest(parts, tx, request, 'presence.window', String(body.windowSeconds));
        });
        windows.changed(project, body.windowSeconds);
        return body;
      },
    );
  };
