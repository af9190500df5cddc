import type { ApiKey, KeyScope } from '@pharos/core/api/accounts';
import { KEY_FORMS, type KeyForm } from '@pharos/core/key-forms';
import { type Ids, sha256 } from '../../ids.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export interface NewKey {
  id: string;
  projectId: string;
  name: string;
  publicKey: string;
  secretKey: string;
  scopes: KeyScope[];
  createdAt: Date;
  expiresAt: Date | null;
}

/** A new pair in the form by which one recognises our keys, in a leak as well, or in that of another system. */
export const newKeyPair = (ids: Ids, form: KeyForm = 'pharos') => ({
  publicKey: `${KEY_FORMS[form].publicPrefix}${ids.id()}`,
  secretKey: `${KEY_FORMS[form].secretPrefix}${ids.secret()}`,
});

/** Stores the key; of its secret only the hash and the last four characters. */
export async function insertKey(records: Records, { secretKey, ...key }: NewKey): Promise<ApiKey> {
  const row = {
    ...key,
    secretHash: sha256(secretKey),
    // Of a short secret of one's own choice, four characters would be too much.
    secretHint: secretKey.length >= 16 ? secretKey.slice(-4) : '',
    lastUsedAt: null,
    revokedAt: null,
  };
  await records.insertInto('apiKeys').values(row).execute();
  return present(row);
}

export async function keysOf(records: Records, project: ProjectScope): Promise<ApiKey[]> {
  const rows = await records
    .selectFrom('apiKeys')
    .selectAll()
    .where('projectId', '=', project)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/** False when the project has no such key in force. */
export async function revokeKey(
  records: Records,
  project: ProjectScope,
  id: string,
  at: Date,
): Promise<boolean> {
  const result = await records
    .updateTable('apiKeys')
    .set({ revokedAt: at })
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function present(row: Tables['apiKeys']): ApiKey {
  const { id, name, publicKey, secretHint, scopes, createdAt, lastUsedAt, expiresAt } = row;
  return {
    id,
    name,
    publicKey,
    secretHint,
    scopes,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
