import { ALERT_DOCUMENTS, type AlertDocument, type AlertDocumentKind } from '@pharos/core/alerts/documents';
import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** All of a kind, in order of making. */
export async function documentsOf<Kind extends AlertDocumentKind>(
  records: Records,
  project: ProjectScope,
  kind: Kind,
): Promise<StoredAlertDocument<Kind>[]> {
  const rows = await inProject(records, project, kind).orderBy('createdAt').orderBy('id').execute();
  return rows.map((row) => present<Kind>(row));
}

/** Undefined when the project has no such document. */
export async function documentOf<Kind extends AlertDocumentKind>(
  records: Records,
  project: ProjectScope,
  kind: Kind,
  id: string,
): Promise<StoredAlertDocument<Kind> | undefined> {
  const row = await inProject(records, project, kind).where('id', '=', id).executeTakeFirst();
  return row && present<Kind>(row);
}

/** @throws ApiError when there are too many of the kind. */
export async function insertDocument<Kind extends AlertDocumentKind>(
  tx: Records,
  project: ProjectScope,
  kind: Kind,
  id: string,
  definition: AlertDocument<Kind>,
  { author, at }: Authorship,
): Promise<StoredAlertDocument<Kind>> {
  const { most } = ALERT_DOCUMENTS[kind];
  const { count } = await tx
    .selectFrom('alertDocuments')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  if (Number(count) >= most)
    throw new ApiError('conflict', { message: `There are ${most} of them already.` });
  const row = { id, projectId: project, kind, createdAt: at, updatedAt: at, updatedBy: author };
  await tx
    .insertInto('alertDocuments')
    .values({ ...row, definition: JSON.stringify(definition) })
    .execute();
  return present<Kind>({ ...row, definition });
}

/** Undefined when the project has no such document. */
export async function updateDocument<Kind extends AlertDocumentKind>(
  tx: Records,
  project: ProjectScope,
  kind: Kind,
  id: string,
  definition: AlertDocument<Kind>,
  { author, at }: Authorship,
): Promise<StoredAlertDocument<Kind> | undefined> {
  const row = await tx
    .updateTable('alertDocuments')
    .set({ definition: JSON.stringify(definition), updatedAt: at, updatedBy: author })
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && present<Kind>(row);
}

/** Whether there was such a document. */
export async function deleteDocument(
  tx: Records,
  project: ProjectScope,
  kind: AlertDocumentKind,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('alertDocuments')
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const inProject = (records: Records, project: ProjectScope, kind: AlertDocumentKind) =>
  records.selectFrom('alertDocuments').selectAll().where('projectId', '=', project).where('kind', '=', kind);

/** What is stored was checked when it was written: it is of its kind. */
function present<Kind extends AlertDocumentKind>(
  row: Selectable<Tables['alertDocuments']>,
): StoredAlertDocument<Kind> {
  const { id, definition, createdAt, updatedAt, updatedBy } = row;
  return {
    ...(definition as AlertDocument<Kind>),
    ...{ id, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), updatedBy },
  };
}
