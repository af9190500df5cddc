import { projectQuery } from '@pharos/core/api/common';
import { presenceSettingsChangeSchema, presenceSettingsSchema } from '@pharos/core/api/presence';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { putSettings, readExpected } from './settings.ts';
import type { OnlineWindows } from './windows.ts';

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
          summary:
            'After how long without a word a user is not online any more, and how many are expected in parallel',
          querystring: projectQuery,
          response: { 200: presenceSettingsSchema },
        },
      },
      async ({ project }) => ({
        windowSeconds: windows.of(project) / 1000,
        expected: await readExpected(parts.records, project),
      }),
    );

    routes.put(
      path,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'Sets them; the window counts of a user from their next report on, what is expected is enforced by nobody',
          querystring: projectQuery,
          body: presenceSettingsChangeSchema,
          response: { 200: presenceSettingsSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        const expected = await parts.records.transaction().execute(async (tx) => {
          await putSettings(tx, project, body);
          await auditRequest(parts, tx, request, 'presence.settings', JSON.stringify(body));
          return readExpected(tx, project);
        });
        windows.changed(project, body.windowSeconds);
        return { windowSeconds: body.windowSeconds, expected };
      },
    );
  };
