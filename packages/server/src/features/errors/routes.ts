import {
  errorChangeSchema,
  errorGroupId,
  errorListQuery,
  errorNoteSchema,
  errorPageSchema,
} from '@pharos/core/api/errors';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { listErrors } from './list.ts';
import { changeNote } from './notes.ts';

/** What goes wrong in the watched product, each error once, and what is done about it. */
export const errors =
  (parts: Parts, reader: TelemetryReader): Plugin =>
  (routes) => {
    const { records, clock } = parts;

    routes.get(
      '/api/v1/errors',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Errors of a range: failed steps with the same type, message, place and frame are one',
          querystring: errorListQuery,
          response: { 200: errorPageSchema },
        },
      },
      ({ project, query }, reply) =>
        listErrors({ records, reader }, project, query, clock.nowMs(), clientGone(reply)),
    );

    routes.put(
      '/api/v1/errors/:group',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Resolves an error, mutes it or says who looks after it; what is left out stays as it is',
          params: z.object({ group: errorGroupId }),
          body: errorChangeSchema,
          response: { 200: errorNoteSchema },
        },
      },
      async (request) => {
        const { project, body, params, caller } = request;
        if (caller === null) throw new ApiError('unauthenticated');
        const said = { by: caller.name, at: new Date(clock.nowMs()) };
        return records.transaction().execute(async (tx) => {
          const note = await changeNote(tx, project, params.group, body, said);
          await auditRequest(parts, tx, request, 'error.change', params.group);
          return note;
        });
      },
    );
  };
