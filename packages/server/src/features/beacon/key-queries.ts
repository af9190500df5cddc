import type { BrowserKey } from '@pharos/core/api/browser-keys';
import type { Selectable, Updateable } from 'kysely';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export type NewBrowserKey = Pick<
  Tables['browserKeys'],
  'id' | 'projectId' | 'name' | 'publicKey' | 'origins' | 'createdAt'
>;

export async function insertBrowserKey(records: Records, key: NewBrowserKey): Promise<BrowserKey> {
  const row = { ...key, signingSecret: null, signedUsersOnly: false, lastUsedAt: null, revokedAt: null };
  await records.insertInto('browserKeys').values(row).execute();
  return present(row);
}

export async function browserKeysOf(records: Records, project: ProjectScope): Promise<BrowserKey[]> {
  const rows = await records
    .selectFrom('browserKeys')
    .selectAll()
    .where('projectId', '=', project)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/** The key as it is now; undefined when the project has no such key in force. */
export async function changeBrowserKey(
  records: Records,
  project: ProjectScope,
  id: string,
  change: Updateable<Tables['browserKeys']>,
): Promise<BrowserKey | undefined> {
  const row = await records
    .updateTable('browserKeys')
    .set(change)
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && present(row);
}

const present = (row: Omit<Selectable<Tables['browserKeys']>, 'revokedAt'>): BrowserKey => {
  const { id, name, publicKey, origins, signedUsersOnly, signingSecret, createdAt, lastUsedAt } = row;
  return {
    ...{ id, name, publicKey, origins, signedUsersOnly, hasSigningSecret: signingSecret !== null },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
};
