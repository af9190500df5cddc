import {
  type AlertDocument,
  type AlertDocumentKind,
  type Reference,
  referencesOf,
} from '@pharos/core/alerts/documents';
import { groupBy } from '@pharos/core/group-by';
import { ApiError } from '../../errors.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { documentsOf } from './document-queries.ts';

/** Which of these are in a project. */
const FOUND: Record<
  Reference['kind'],
  (tx: Records, project: ProjectScope, ids: string[]) => Promise<{ id: string }[]>
> = {
  policy: (tx, project, ids) => documents(tx, project, 'policy', ids),
  schedule: (tx, project, ids) => documents(tx, project, 'schedule', ids),
  channel: (tx, project, ids) =>
    tx.selectFrom('channels').select('id').where('projectId', '=', project).where('id', 'in', ids).execute(),
  person: (tx, project, ids) =>
    tx
      .selectFrom('members')
      .select('userId as id')
      .where('projectId', '=', project)
      .where('userId', 'in', ids)
      .execute(),
};

const documents = (tx: Records, project: ProjectScope, kind: 'policy' | 'schedule', ids: string[]) =>
  tx
    .selectFrom('alertDocuments')
    .select('id')
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .where('id', 'in', ids)
    .execute();

/** @throws ApiError naming what a document refers to that its project does not have. */
export async function checkReferences(
  tx: Records,
  project: ProjectScope,
  kind: AlertDocumentKind,
  document: AlertDocument,
): Promise<void> {
  const named = groupBy(referencesOf(kind, document), (each) => each.kind);
  for (const [of, references] of named) {
    const ids = references.map(({ id }) => id);
    const found = new Set((await FOUND[of](tx, project, ids)).map(({ id }) => id));
    const lacking = ids.find((id) => !found.has(id));
    if (lacking !== undefined)
      throw new ApiError('invalid_request', { message: `There is no ${of} ${lacking} in this project.` });
  }
}

/** @throws ApiError naming what still refers to a document, or a channel, that is about to go. */
export async function checkUnused(
  tx: Records,
  project: ProjectScope,
  kind: AlertDocumentKind | 'channel',
  id: string,
): Promise<void> {
  for (const user of ['rule', 'policy', 'contact'] as const) {
    const all = await documentsOf(tx, project, user);
    const using = all.find((each) =>
      referencesOf(user, each).some((one) => one.kind === kind && one.id === id),
    );
    if (using) {
      const named = 'name' in using ? `The ${user} “${using.name}”` : `The ${user} of a member`;
      throw new ApiError('conflict', { message: `${named} still uses it.` });
    }
  }
}
