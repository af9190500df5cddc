import { ALERT_DOCUMENTS, type AlertDocument, type AlertDocumentKind } from '@pharos/core/alerts/documents';
import { ALERT_PATHS, storedSchema } from '@pharos/core/api/alerts';
import { projectQuery } from '@pharos/core/api/common';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import {
  deleteDocument,
  documentOf,
  documentsOf,
  insertDocument,
  updateDocument,
} from './document-queries.ts';
import { endIncidentsOf } from './incident-changes.ts';
import { dueToTell } from './incident-queries.ts';
import { checkReferences, checkUnused } from './references.ts';

/** What the reference says of each kind. */
const WORDS: Record<AlertDocumentKind, { one: string; all: string }> = {
  rule: { one: 'rule: what it watches, and when it fires', all: 'rules' },
  silence: { one: 'silence or maintenance window', all: 'silences and maintenance windows' },
  inhibition: { one: 'inhibition: what mutes its symptoms', all: 'inhibitions' },
  policy: { one: 'escalation policy: who is told, and who next', all: 'escalation policies' },
  schedule: { one: 'on-call schedule', all: 'on-call schedules' },
  contact: { one: 'contact: by which channels somebody is reached', all: 'contacts' },
};
const MAX_BODY_BYTES = 64 * 1024;
const which = z.object({ id: z.string().min(1).max(64) });

/** Lists, shows, makes, changes and takes away the documents of a kind. What changes has it seen to who is to be told. */
export const documentRoutes =
  (parts: Parts, kind: AlertDocumentKind) =>
  (routes: Routes): void => {
    const { records, ids } = parts;
    const { one, all } = WORDS[kind];
    const { most } = ALERT_DOCUMENTS[kind];
    const body: z.ZodType<AlertDocument> = ALERT_DOCUMENTS[kind].schema;
    const stored = storedSchema(kind);
    const url = `/api/v1/alerts/${ALERT_PATHS[kind]}` as const;
    const unknown = (): never => {
      throw new ApiError('not_found', { message: `There is no such ${kind} in this project.` });
    };

    routes.get(
      url,
      {
        config: { access: mayRead },
        schema: {
          summary: `The ${all} of a project, in order of making`,
          querystring: projectQuery,
          response: { 200: z.object({ data: z.array(stored) }) },
        },
      },
      async ({ project }) => ({ data: await documentsOf(records, project, kind) }),
    );

    routes.get(
      `${url}/:id`,
      {
        config: { access: mayRead },
        schema: {
          summary: `One ${one}`,
          params: which,
          querystring: projectQuery,
          response: { 200: stored },
        },
      },
      async ({ project, params }) => (await documentOf(records, project, kind, params.id)) ?? unknown(),
    );

    routes.post(
      url,
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Makes a ${one}. At most ${most}`,
          querystring: projectQuery,
          body,
          response: { 201: stored },
        },
      },
      async (request, reply) => {
        const made = await records.transaction().execute(async (tx) => {
          const id = ids.id();
          await checkReferences(tx, request.project, kind, request.body);
          await auditRequest(parts, tx, request, `alerts.${kind}.create`, id);
          const by = authorship(request, parts);
          await dueToTell(tx, request.project, by.at);
          return insertDocument(tx, request.project, kind, id, request.body, by);
        });
        return reply.code(201).send(made);
      },
    );

    routes.put(
      `${url}/:id`,
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Changes a ${one}, in whole`,
          params: which,
          querystring: projectQuery,
          body,
          response: { 200: stored },
        },
      },
      async (request) => {
        const { id } = request.params;
        const updated = await records.transaction().execute(async (tx) => {
          await checkReferences(tx, request.project, kind, request.body);
          const by = authorship(request, parts);
          const document = await updateDocument(tx, request.project, kind, id, request.body, by);
          if (document === undefined) return unknown();
          await auditRequest(parts, tx, request, `alerts.${kind}.update`, id);
          if (kind === 'rule' && 'enabled' in document && !document.enabled)
            await endIncidentsOf(tx, request.project, id, by);
          await dueToTell(tx, request.project, by.at);
          return document;
        });
        return updated;
      },
    );

    routes.delete(
      `${url}/:id`,
      {
        config: { access: mayEdit },
        schema: {
          summary: `Takes a ${kind} away, unless something still uses it`,
          params: which,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await records.transaction().execute(async (tx) => {
          await checkUnused(tx, request.project, kind, id);
          if (!(await deleteDocument(tx, request.project, kind, id))) unknown();
          await auditRequest(parts, tx, request, `alerts.${kind}.delete`, id);
          const by = authorship(request, parts);
          if (kind === 'rule') await endIncidentsOf(tx, request.project, id, by);
          await dueToTell(tx, request.project, by.at);
        });
        return reply.code(204).send(null);
      },
    );
  };
