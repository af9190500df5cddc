import type { Clock } from '@pharos/core/time';
import { remember } from '../store/records/remembered.ts';
import type { Records } from '../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';
import { LastUse } from './last-use.ts';

/** A key that stands in pages: it proves nothing, so it may do next to nothing. */
export interface KnownBrowserKey {
  id: string;
  project: ProjectScope;
  /** Pages of which may use it. */
  origins: readonly string[];
  /** Users that pages name are to be signed with it; undefined where anybody may be named. */
  userSecret: string | undefined;
  lastUsedAtMs: number;
}

/** Looks browser keys up in the records and remembers the answer for 30 s, that there is none as well. */
export function createBrowserKeys(records: Records, clock: Clock) {
  const known = remember(clock, (publicKey) => findKey(records, publicKey));
  const lastUse = new LastUse((id, lastUsedAt) =>
    records.updateTable('browserKeys').set({ lastUsedAt }).where('id', '=', id).execute(),
  );
  return {
    /** Undefined for a key that is not known, or was revoked. */
    find: (publicKey: string): Promise<KnownBrowserKey | undefined> => known.of(publicKey),
    /** Whether finding it costs no look-up of a key that nobody has asked for. */
    remembers: (publicKey: string): boolean => known.has(publicKey),
    used: (key: KnownBrowserKey): void => lastUse.note(key, clock.nowMs()),
    /** To be called when keys were changed. */
    forget: () => known.forget(),
    settle: () => lastUse.settle(),
  };
}
export type BrowserKeys = ReturnType<typeof createBrowserKeys>;

async function findKey(records: Records, publicKey: string): Promise<KnownBrowserKey | undefined> {
  const row = await records
    .selectFrom('browserKeys')
    .select(['id', 'projectId', 'origins', 'signingSecret', 'signedUsersOnly', 'lastUsedAt'])
    .where('publicKey', '=', publicKey)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      project: scopeTo(row.projectId),
      origins: row.origins,
      userSecret: row.signedUsersOnly ? (row.signingSecret ?? undefined) : undefined,
      lastUsedAtMs: row.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    }
  );
}
