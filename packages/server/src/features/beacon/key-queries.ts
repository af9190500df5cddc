import type { BrowserKey } from '@pharos/core/api/browser-keys';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export type NewBrowserKey = Pick<
  Tables['browserKeys'],
  'id' | 'projectId' | 'name' | 'publicKey' | 'origins' | 'createdAt'
>;

export async function insertBrowserKey(records: Records, key: NewBrowserKey): Promise<BrowserKey> {
  const row = { ...key, lastUsedAt: null, revokedAt: null };
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

/** False when the project has no such key in force. */
export async function revokeBrowserKey(
  records: Records,
  project: ProjectScope,
  id: string,
  revokedAt: Date,
): Promise<boolean> {
  const result = await records
    .updateTable('browserKeys')
    .set({ revokedAt })
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const present = ({
  id,
  name,
  publicKey,
  origins,
  createdAt,
  lastUsedAt,
}: Omit<Tables['browserKeys'], 'revokedAt'>): BrowserKey => ({
  ...{ id, name, publicKey, origins },
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
