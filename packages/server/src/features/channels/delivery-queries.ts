import type { Delivery, deliveryQuery } from '@pharos/core/api/channels';
import type { Page } from '@pharos/core/api/common';
import { titleLine } from '@pharos/core/channels/message';
import { noticeSchema } from '@pharos/core/channels/notice';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

const inProject = (records: Records, project: ProjectScope) =>
  records
    .selectFrom('deliveries')
    .innerJoin('channels', 'channels.id', 'deliveries.channelId')
    .selectAll('deliveries')
    .select('channels.name as channelName')
    .where('deliveries.projectId', '=', project);

/** Newest first. */
export async function deliveriesOf(
  records: Records,
  project: ProjectScope,
  { channel, state, cursor, limit }: z.output<typeof deliveryQuery>,
): Promise<Page<Delivery>> {
  let query = inProject(records, project);
  if (channel !== undefined) query = query.where('deliveries.channelId', '=', channel);
  if (state !== undefined) query = query.where('deliveries.state', '=', state);
  if (cursor !== undefined) {
    if (!/^\d{1,9}$/.test(cursor)) throw new ApiError('invalid_request', { message: 'This is no cursor.' });
    query = query.where('deliveries.id', '<', Number(cursor));
  }
  const rows = await query
    .orderBy('deliveries.id', 'desc')
    .limit(limit + 1)
    .execute();
  const data = rows.slice(0, limit).map(present);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** What was given up waits again, with all its time before it. */
export async function resend(
  tx: Records,
  project: ProjectScope,
  id: number,
  at: Date,
): Promise<Delivery | 'unknown' | 'alive'> {
  const { numUpdatedRows } = await tx
    .updateTable('deliveries')
    .set((row) => ({
      state: 'waiting' as const,
      since: at,
      dueAt: at,
      endedAt: null,
      earlierAttempts: row.ref('attempts'),
    }))
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  const row = await inProject(tx, project).where('deliveries.id', '=', id).executeTakeFirst();
  if (!row) return 'unknown';
  return numUpdatedRows > 0n ? present(row) : 'alive';
}

function present(row: Selectable<Tables['deliveries']> & { channelName: string }): Delivery {
  const notice = noticeSchema.safeParse(row.notice).data ?? row.notice;
  return {
    id: String(row.id),
    channelId: row.channelId,
    channelName: row.channelName,
    key: row.key,
    state: row.state,
    reason: notice.reason,
    title: titleLine(notice),
    attempts: row.attempts,
    maybeRepeated: row.maybeRepeated,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.state === 'waiting' ? row.dueAt.toISOString() : null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
