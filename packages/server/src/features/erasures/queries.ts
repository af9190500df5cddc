import type { Page } from '@pharos/core/api/common';
import type { Erased, Erasure, ErasureReceipt } from '@pharos/core/api/erasures';
import { type Selectable, sql } from 'kysely';
import { comesAfter, newestPage } from '../../store/records/newest-first.ts';
import type { Records, Tables } from '../../store/records/tables.ts';

type Row = Selectable<Tables['erasures']>;
/** An erasure as whoever runs it needs it. */
export type RunningErasure = Omit<Row, 'ids'> & { ids: string[] };

/** What a list shows: neither its receipt nor the files it looks for, which are long, nor the ids. */
const SUMMARY = [
  ...(['id', 'state', 'subject', 'reason', 'askedBy', 'erased', 'error'] as const),
  ...(['createdAt', 'finishedAt'] as const),
];

/** Of a project that may wait. */
const MOST_WAITING = 1_000;

/** Puts an erasure in line. False when too many wait. */
export async function insertErasure(
  records: Records,
  asked: Pick<Row, 'id' | 'projectId' | 'subject' | 'reason' | 'askedBy' | 'createdAt'> & {
    ids: readonly string[];
  },
): Promise<boolean> {
  const { waiting } = await records
    .selectFrom('erasures')
    .select(({ fn }) => fn.countAll<string>().as('waiting'))
    .where('projectId', '=', asked.projectId)
    .where('state', 'in', ['pending', 'running'])
    .executeTakeFirstOrThrow();
  if (Number(waiting) >= MOST_WAITING) return false;
  await records
    .insertInto('erasures')
    .values({
      ...{ ...asked, ids: JSON.stringify(asked.ids) },
      ...{ state: 'pending', phase: 'count', passes: 0, erased: '[]', files: '[]' },
      ...{ attempts: 0, error: '', finishedAt: null, receipt: null },
    })
    .execute();
  return true;
}

/** A page of a project's erasures, the newest first. */
export async function erasuresOf(
  records: Records,
  projectId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Erasure>> {
  const rows = await records
    .selectFrom('erasures')
    .select(SUMMARY)
    .where('projectId', '=', projectId)
    .where(comesAfter('createdAt', cursor))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return newestPage(rows, limit, presented, (each) => each.askedAt);
}

/** Undefined when the project has no such erasure. */
export async function erasureOf(
  records: Records,
  projectId: string,
  id: string,
): Promise<(Erasure & { receipt: ErasureReceipt | null }) | undefined> {
  const row = await records
    .selectFrom('erasures')
    .select([...SUMMARY, 'receipt'])
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...presented(row), receipt: row.receipt };
}

/** The one of those that have not ended that was asked first, but for these. It runs from now on. */
export async function takeErasure(
  records: Records,
  but: ReadonlySet<string>,
): Promise<RunningErasure | undefined> {
  let open = records.selectFrom('erasures').select('id').where('state', 'in', ['pending', 'running']);
  if (but.size > 0) open = open.where('id', 'not in', [...but]);
  const row = await records
    .updateTable('erasures')
    .set({ state: 'running' })
    .where('id', '=', open.orderBy('createdAt').orderBy('id').limit(1))
    .returningAll()
    .executeTakeFirst();
  return row && { ...row, ids: row.ids ?? [] };
}

/** Notes how far an erasure has come, and what it has to know after a crash. */
export async function noteErasure(
  records: Records,
  id: string,
  {
    erased,
    files,
    ...rest
  }: Partial<Pick<RunningErasure, 'phase' | 'passes' | 'erased' | 'files' | 'attempts' | 'error'>>,
): Promise<void> {
  await records
    .updateTable('erasures')
    .set({
      ...rest,
      ...(erased && { erased: sql`${JSON.stringify(erased)}::jsonb` }),
      ...(files && { files: sql`${JSON.stringify(files)}::jsonb` }),
    })
    .where('id', '=', id)
    .execute();
}

/** From now on only the hash tells whose it was. */
export async function endErasure(
  records: Records,
  id: string,
  ended: Pick<Row, 'state' | 'error' | 'finishedAt'> & { receipt?: ErasureReceipt },
): Promise<void> {
  const { receipt, ...rest } = ended;
  await records
    .updateTable('erasures')
    .set({ ...rest, ids: null, files: sql`'[]'::jsonb`, receipt: receipt ? JSON.stringify(receipt) : null })
    .where('id', '=', id)
    .execute();
}

const presented = ({
  id,
  state,
  subject,
  reason,
  askedBy,
  erased,
  error,
  ...row
}: Pick<Row, (typeof SUMMARY)[number]>): Erasure => ({
  ...{ id, state, subject, reason, askedBy, erased, error },
  askedAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Both together: what was found in the same place is added up. */
export function added(before: readonly Erased[], found: readonly Erased[]): Erased[] {
  const sums = new Map<string, Erased>();
  for (const each of [...before, ...found]) {
    const key = `${each.store}\n${each.place}`;
    sums.set(key, { ...each, count: each.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}
