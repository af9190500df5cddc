import { type Expected, NOTHING_EXPECTED, type PresenceSettingsChange } from '@pharos/core/api/presence';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** How many a project expects in parallel at most. */
export async function readExpected(records: Records, projectId: ProjectScope): Promise<Expected> {
  const row = await records
    .selectFrom('presenceSettings')
    .select(['expectedUsers as users', 'expectedSessions as sessions', 'expectedRuns as runs'])
    .where('projectId', '=', projectId)
    .executeTakeFirst();
  return row ?? NOTHING_EXPECTED;
}

/** Without `expected` that stays as it is. */
export async function putSettings(
  records: Records,
  projectId: ProjectScope,
  { windowSeconds, expected }: PresenceSettingsChange,
): Promise<void> {
  const of = ({ users, sessions, runs }: Expected) => ({
    expectedUsers: users,
    expectedSessions: sessions,
    expectedRuns: runs,
  });
  await records
    .insertInto('presenceSettings')
    .values({ projectId, windowSeconds, ...of(expected ?? NOTHING_EXPECTED) })
    .onConflict((conflict) =>
      conflict.column('projectId').doUpdateSet({ windowSeconds, ...(expected && of(expected)) }),
    )
    .execute();
}
