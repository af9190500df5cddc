import type { Clock } from '@pharos/core/time';
import { asTheyAre, type HideUser, hideUsersWith } from '../../pseudonym.ts';
import { remember } from './remembered.ts';
import type { Records } from './tables.ts';

/** What of users' ids a project keeps. */
export interface Pseudonyms {
  /** '' when it keeps ids as they are. @throws when the records do not answer and never did: nothing is stored by mistake */
  secretOf(projectId: string): Promise<string>;
  of(projectId: string): Promise<HideUser>;
  /** To be called when the project changed it. */
  forget(projectId: string): void;
}

/** Remembers for 30 s what each project says. */
export function createPseudonyms(records: Records, clock: Clock): Pseudonyms {
  const known = remember(clock, async (projectId) => {
    const row = await pseudonymsOf(records, projectId);
    return row?.enabled ? { secret: row.secret } : undefined;
  });
  const secretOf = async (projectId: string) => (await known.of(projectId))?.secret ?? '';
  return {
    secretOf,
    async of(projectId) {
      const secret = await secretOf(projectId);
      return secret === '' ? asTheyAre : hideUsersWith(secret);
    },
    forget: known.forget,
  };
}

/** What a project says now; undefined when it never said anything. */
export const pseudonymsOf = (records: Records, projectId: string) =>
  records
    .selectFrom('userPseudonyms')
    .select(['secret', 'enabled'])
    .where('projectId', '=', projectId)
    .executeTakeFirst();

/** The secret is made once: turned off and on again, users are who they were. */
export async function setPseudonyms(
  records: Records,
  projectId: string,
  enabled: boolean,
  newSecret: string,
): Promise<void> {
  await records
    .insertInto('userPseudonyms')
    .values({ projectId, enabled, secret: newSecret })
    .onConflict((conflict) => conflict.column('projectId').doUpdateSet({ enabled }))
    .execute();
}
