import type { ChannelKind } from '@pharos/core/channels/config';
import type { Notice } from '@pharos/core/channels/notice';
import { sql, type Updateable } from 'kysely';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { Values } from './sealed-config.ts';

/** A delivery that this process is to send, and where. */
export interface Taken {
  id: number;
  /** As it is stored. */
  notice: unknown;
  /** The number of this attempt, from 1 on; who has it is who may note what became of it. */
  attempt: number;
  /** How many of these were made before somebody sent it again. */
  earlier: number;
  sinceMs: number;
  channel: { id: string; kind: ChannelKind; config: Values; sealed: string | null };
}

export interface TakeOptions {
  now: Date;
  /** When somebody else may send it, unless an outcome is noted before. */
  leasedUntil: Date;
  /** Of one channel. */
  perChannel: number;
  most: number;
  /** Channels that this process sends to already as much as it may. */
  except: readonly string[];
}

/**
 * Waiting and being sent are due at a moment: what is being sent by a process that has died, when its lease is over. What is about a
 * subject waits for what was told of it before.
 */
const OPEN = ['waiting', 'sending'] as const;
const isNext = sql<boolean>`d.state in ('waiting', 'sending') and (d.subject = '' or not exists (
  select from deliveries earlier
  where earlier.channel_id = d.channel_id and earlier.subject = d.subject
    and earlier.state in ('waiting', 'sending') and earlier.id < d.id
))`;

/**
 * Takes what is due, of each channel the oldest, and of what is about one subject the first only. Rows that another process is taking
 * are passed over. What was being sent when its process died is taken again, and counted as what may have arrived before.
 */
export async function takeDue(
  records: Records,
  { now, leasedUntil, perChannel, most, except }: TakeOptions,
): Promise<Taken[]> {
  return records.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select due.id from channels
      cross join lateral (
        select d.id, d.due_at from deliveries d
        where d.channel_id = channels.id and d.due_at <= ${now} and ${isNext}
        order by d.due_at, d.id limit ${perChannel}
        for update of d skip locked
      ) due
      where channels.enabled and channels.id <> all(${except}::text[])
      order by due.due_at, due.id limit ${most}`.execute(tx);
    if (rows.length === 0) return [];
    const taken = await tx
      .updateTable('deliveries')
      .from('channels')
      .set((row) => ({
        state: 'sending' as const,
        dueAt: leasedUntil,
        attempts: row('attempts', '+', 1),
        maybeRepeated: sql<number>`maybe_repeated + case when deliveries.state = 'sending' then 1 else 0 end`,
      }))
      .whereRef('channels.id', '=', 'deliveries.channelId')
      .where(
        'deliveries.id',
        'in',
        rows.map(({ id }) => id),
      )
      .returning([
        'deliveries.id',
        'deliveries.notice',
        'deliveries.attempts',
        'deliveries.earlierAttempts',
        'deliveries.since',
        'channels.id as channelId',
        'channels.kind',
        'channels.config',
        'channels.sealed',
      ])
      .execute();
    return taken
      .map(({ id, notice, attempts, earlierAttempts, since, channelId, kind, config, sealed }) => ({
        id,
        notice,
        attempt: attempts,
        earlier: earlierAttempts,
        sinceMs: since.getTime(),
        channel: { id: channelId, kind, config, sealed },
      }))
      .sort((a, b) => a.id - b.id);
  });
}

/** Puts something into the outbox that is being sent already. Answers its id. */
export async function insertSending(
  records: Records,
  given: { projectId: string; channelId: string; notice: Notice; at: Date; leasedUntil: Date },
): Promise<number> {
  const { projectId, channelId, notice, at, leasedUntil } = given;
  const row = { projectId, channelId, key: notice.key, subject: '', notice: JSON.stringify(notice) };
  const { id } = await records
    .insertInto('deliveries')
    .values({ ...row, state: 'sending', attempts: 1, since: at, dueAt: leasedUntil, createdAt: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What is to become of a delivery after an attempt. */
export type Noted =
  | { state: 'delivered'; at: Date }
  | { state: 'dead'; at: Date; error: string }
  | { state: 'waiting'; dueAt: Date; error: string }
  /** Nobody knows whether it arrived: it is taken up as after a crash. */
  | { state: 'sending'; dueAt: Date };

/** False when somebody else has taken it meanwhile, or it is no more: then theirs counts. */
export async function noteAttempt(
  records: Records,
  { id, attempt }: Pick<Taken, 'id' | 'attempt'>,
  noted: Noted,
): Promise<boolean> {
  const { numUpdatedRows } = await records
    .updateTable('deliveries')
    .set(columnsOf(noted))
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempt)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function columnsOf(noted: Noted): Updateable<Tables['deliveries']> {
  const { state } = noted;
  switch (state) {
    case 'delivered':
      return { state, endedAt: noted.at, lastError: null };
    case 'dead':
      return { state, endedAt: noted.at, lastError: noted.error };
    case 'waiting':
      return { state, dueAt: noted.dueAt, lastError: noted.error };
    case 'sending':
      return { state, dueAt: noted.dueAt };
  }
}

/** When something is due next, by a channel that is on; undefined when nothing waits. */
export async function nextDue(records: Records): Promise<Date | undefined> {
  const { rows } = await sql<{ dueAt: Date | null }>`
    select min(due.due_at) as due_at from channels
    cross join lateral (
      select d.due_at from deliveries d
      where d.channel_id = channels.id and ${isNext}
      order by d.due_at limit 1
    ) due
    where channels.enabled`.execute(records);
  return rows[0]?.dueAt ?? undefined;
}

/** Ends what waits for too long for a channel that is off, and forgets what ended long ago. */
export async function sweep(
  records: Records,
  { givenUp, forgotten, now }: Record<'givenUp' | 'forgotten' | 'now', Date>,
): Promise<void> {
  await records
    .updateTable('deliveries')
    .set({ state: 'dead', endedAt: now, lastError: 'It waited too long: the channel was off.' })
    .where('state', 'in', OPEN)
    .where('dueAt', '<', givenUp)
    .where('channelId', 'in', (from) =>
      from.selectFrom('channels').select('channels.id').where('channels.enabled', '=', false),
    )
    .execute();
  await records
    .deleteFrom('deliveries')
    .where('state', 'in', ['delivered', 'dead'])
    .where('endedAt', '<', forgotten)
    .execute();
}
