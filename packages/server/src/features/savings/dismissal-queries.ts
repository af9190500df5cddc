import type { Suggestion } from '@pharos/core/api/savings';
import { ApiError } from '../../errors.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Of a project. */
const MOST = 1_000;

export interface Dismissal {
  key: string;
  reason: string;
  by: string;
  at: Date;
}

/** By key. */
export async function dismissalsOf(
  records: Records,
  project: ProjectScope,
): Promise<Map<string, NonNullable<Suggestion['dismissed']>>> {
  const rows = await records
    .selectFrom('savingDismissals')
    .selectAll()
    .where('projectId', '=', project)
    .limit(MOST)
    .execute();
  return new Map(
    rows.map(({ key, reason, dismissedBy, dismissedAt }) => [
      key,
      { by: dismissedBy, at: dismissedAt.toISOString(), reason },
    ]),
  );
}

/** Dismisses, or says anew why. @throws ApiError when there are too many. */
export async function putDismissal(
  tx: Records,
  project: ProjectScope,
  { key, reason, by, at }: Dismissal,
): Promise<void> {
  const { count } = await tx
    .selectFrom('savingDismissals')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .where('key', '!=', key)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MOST)
    throw new ApiError('conflict', { message: `A project has at most ${MOST} of these.` });
  const said = { reason, dismissedBy: by, dismissedAt: at };
  await tx
    .insertInto('savingDismissals')
    .values({ projectId: project, key, ...said })
    .onConflict((conflict) => conflict.columns(['projectId', 'key']).doUpdateSet(said))
    .execute();
}

/** False when it was not dismissed. */
export async function deleteDismissal(tx: Records, project: ProjectScope, key: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('savingDismissals')
    .where('projectId', '=', project)
    .where('key', '=', key)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
