import { type Retention, retentionOf, type SomeRetention } from '@pharos/core/retention/kinds';
import type { Clock } from '@pharos/core/time';
import { remember } from './remembered.ts';
import type { Records } from './tables.ts';

/** How long projects keep what they send. */
export interface RetentionSettings {
  /** Where a project says nothing. */
  readonly defaults: Retention;
  /** What holds; remembered for 30 s. */
  of(projectId: string): Promise<Retention>;
  /** To be called when the project changed it. */
  forget(projectId: string): void;
  /** Of all projects that say something of their own, as the records have it now. */
  own(): Promise<Map<string, Retention>>;
}

export function createRetentionSettings(
  records: Records,
  clock: Clock,
  defaults: Retention,
): RetentionSettings {
  const known = remember(clock, async (projectId) => {
    const days = await readDays(records, projectId);
    return days && retentionOf(days, defaults);
  });
  return {
    defaults,
    of: async (projectId) => (await known.of(projectId)) ?? defaults,
    forget: known.forget,
    async own() {
      const rows = await records.selectFrom('retention').selectAll().execute();
      return new Map(rows.map(({ projectId, days }) => [projectId, retentionOf(days, defaults)]));
    },
  };
}

/** What a project says; undefined: it never said anything. */
export async function readDays(records: Records, projectId: string): Promise<SomeRetention | undefined> {
  const row = await records
    .selectFrom('retention')
    .select('days')
    .where('projectId', '=', projectId)
    .executeTakeFirst();
  return row?.days;
}

export async function putDays(records: Records, projectId: string, said: SomeRetention): Promise<void> {
  const days = JSON.stringify(said);
  await records
    .insertInto('retention')
    .values({ projectId, days })
    .onConflict((conflict) => conflict.column('projectId').doUpdateSet({ days }))
    .execute();
}
