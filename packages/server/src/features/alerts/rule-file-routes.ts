import {
  planRules,
  type RulePlan,
  ruleFileOf,
  ruleFileSchema,
  writtenRulesSchema,
} from '@pharos/core/alerts/rule-file';
import { projectQuery } from '@pharos/core/api/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { deleteDocument, documentsOf, insertDocument, updateDocument } from './document-queries.ts';
import { endIncidentsOf } from './incident-changes.ts';
import { dueToTell } from './incident-queries.ts';

/** Of as many rules as there may be. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const flag = z.enum(['true', 'false']).default('false');
const names = z.array(z.string());
const doneSchema = z.object({ made: names, changed: names, unchanged: names, removed: names });

/** Rules as code: all of a project as one file, and a project as a file says. */
export const ruleFileRoutes =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records } = parts;

    routes.get(
      '/api/v1/alerts/rules/file',
      {
        config: { access: mayRead },
        schema: {
          summary: 'All rules of a project as a file, policies by their names',
          querystring: projectQuery,
          response: { 200: writtenRulesSchema },
        },
      },
      async ({ project }) =>
        ruleFileOf(
          await documentsOf(records, project, 'rule'),
          await documentsOf(records, project, 'policy'),
        ),
    );

    routes.put(
      '/api/v1/alerts/rules/file',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_FILE_BYTES,
        schema: {
          summary: 'Makes and changes rules as a file says, known by their names: all of it or nothing',
          description:
            'What stays the same keeps its state and its incidents. `prune=true` takes rules away that the file does not name; `dryRun=true` only tells what would happen.',
          querystring: projectQuery.extend({ prune: flag, dryRun: flag }),
          body: ruleFileSchema,
          response: { 200: doneSchema },
        },
      },
      async (request) => {
        const { project, query, body: file } = request;
        const prune = query.prune === 'true';
        return records.transaction().execute(async (tx) => {
          // Of two files at once, the second is told what the first has made.
          await tx.selectFrom('projects').select('id').where('id', '=', project).forUpdate().execute();
          const rules = await documentsOf(tx, project, 'rule');
          const { plan, problems } = planRules(file, rules, await documentsOf(tx, project, 'policy'));
          if (problems.length > 0)
            throw new ApiError('invalid_request', {
              details: problems.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
            });
          if (query.dryRun === 'false') await carryOut(parts, tx, request, project, plan, prune);
          return {
            made: namesOf(plan.made),
            changed: namesOf(plan.changed),
            unchanged: namesOf(plan.unchanged),
            removed: prune ? namesOf(plan.others) : [],
          };
        });
      },
    );
  };

const namesOf = (rules: readonly { name: string }[]): string[] => rules.map(({ name }) => name).sort();

async function carryOut(
  parts: Parts,
  tx: Records,
  request: FastifyRequest,
  project: ProjectScope,
  { made, changed, others }: RulePlan,
  prune: boolean,
): Promise<void> {
  const by = authorship(request, parts);
  const audit = (what: string, id: string) => auditRequest(parts, tx, request, `alerts.rule.${what}`, id);
  // What goes leaves room for what comes.
  for (const { id } of prune ? others : []) {
    await deleteDocument(tx, project, 'rule', id);
    await audit('delete', id);
    await endIncidentsOf(tx, project, id, by);
  }
  for (const rule of made) {
    const id = parts.ids.id();
    await insertDocument(tx, project, 'rule', id, rule, by);
    await audit('create', id);
  }
  for (const { id, ...rule } of changed) {
    await updateDocument(tx, project, 'rule', id, rule, by);
    await audit('update', id);
    if (!rule.enabled) await endIncidentsOf(tx, project, id, by);
  }
  await dueToTell(tx, project, by.at);
}
