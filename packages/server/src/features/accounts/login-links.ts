import { type Ids, sha256 } from '../../ids.ts';
import type { Records } from '../../store/records/tables.ts';

const VALID_MS = 15 * 60_000;

/** Makes the token of a link that signs the user in once, within 15 minutes. Earlier links end. */
export async function createLoginLink(
  records: Records,
  ids: Ids,
  nowMs: number,
  userId: string,
): Promise<string> {
  const token = ids.secret();
  await records.deleteFrom('loginLinks').where('userId', '=', userId).execute();
  await records
    .insertInto('loginLinks')
    .values({ tokenHash: sha256(token), userId, expiresAt: new Date(nowMs + VALID_MS) })
    .execute();
  return token;
}

/** Uses the link up; the user it was for, or undefined when it was used, has expired or never was. */
export async function useLoginLink(
  records: Records,
  nowMs: number,
  token: string,
): Promise<string | undefined> {
  const link = await records
    .deleteFrom('loginLinks')
    .where('tokenHash', '=', sha256(token))
    .returning(['userId', 'expiresAt'])
    .executeTakeFirst();
  return link !== undefined && link.expiresAt.getTime() > nowMs ? link.userId : undefined;
}
