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

/** What a project has that still refers to something, each in words; a contact has no name. */
async function usersOf(
  tx: Records,
  project: ProjectScope,
  kind: AlertDocumentKind | Reference['kind'],
  id: string,
): Promise<string[]> {
  const users: string[] = [];
  for (const user of ['rule', 'policy', 'schedule', 'contact'] as const) {
    const all = await documentsOf(tx, project, user);
    const using = all.filter((each) =>
      referencesOf(user, each).some((one) => one.kind === kind && one.id === id),
    );
    for (const each of using) users.push('name' in each ? `${user} “${each.name}”` : user);
  }
  return users;
}

/** @throws ApiError naming what still refers to a document, or a channel, that is about to go. */
export async function checkUnused(
  tx: Records,
  project: ProjectScope,
  kind: AlertDocumentKind | 'channel',
  id: string,
): Promise<void> {
  const [user] = await usersOf(tx, project, kind, id);
  if (user === undefined) return;
  const named = user === 'contact' ? 'contact of a member' : user;
  throw new ApiError('conflict', { message: `The ${named} still uses it.` });
}

/** So many of what a person is in are named. */
const MOST_NAMED = 10;

/**
 * Somebody who is gone would be paged by nothing, and nobody would know: he goes once others are in his place.
 * @throws ApiError naming what still counts on a person who is about to go.
 */
export async function checkNotOnCall(tx: Records, project: ProjectScope, person: string): Promise<void> {
  const users = await usersOf(tx, project, 'person', person);
  if (users.length === 0) return;
  const more = users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} more` : '';
  throw new ApiError('conflict', {
    message: `Alerts still count on this member: ${users.slice(0, MOST_NAMED).join(', ')}${more}.`,
  });
}
