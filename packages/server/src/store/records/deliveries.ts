import { type Notice, type NoticeInput, noticeSchema } from '@pharos/core/channels/notice';
import type { Records } from './tables.ts';

/** Something to be told by channels of a project. */
export interface ToTell {
  projectId: string;
  channelIds: readonly string[];
  notice: Omit<NoticeInput, 'project'>;
  /** What is told of one subject by one channel arrives in order; '' is about nothing that others are about. */
  subject: string;
  at: Date;
}

/**
 * Puts what is to be told into the outbox, within the transaction of what it tells of: both happen or neither. The notice's key is the
 * identity of the step: what a channel was given under it before is not given again. Channels of other projects, or that are off, are
 * passed over. Answers how many are new; wake the courier after the commit.
 */
export async function enqueue(
  tx: Records,
  { projectId, channelIds, notice, subject, at }: ToTell,
): Promise<number> {
  if (channelIds.length === 0) return 0;
  const channels = await tx
    .selectFrom('channels')
    .innerJoin('projects', 'projects.id', 'channels.projectId')
    .select(['channels.id', 'channels.language', 'projects.name as projectName'])
    .where('channels.projectId', '=', projectId)
    .where('channels.id', 'in', [...channelIds])
    .where('channels.enabled', '=', true)
    .execute();
  if (channels.length === 0) return 0;
  const rows = await tx
    .insertInto('deliveries')
    .values(
      channels.map(({ id, language, projectName }) => {
        const project = { id: projectId, name: projectName };
        const told: Notice = noticeSchema.parse({
          ...notice,
          project,
          language: language ?? notice.language,
        });
        const row = { projectId, channelId: id, key: told.key, subject, notice: JSON.stringify(told) };
        return { ...row, state: 'waiting' as const, since: at, dueAt: at, createdAt: at };
      }),
    )
    .onConflict((conflict) => conflict.columns(['channelId', 'key']).doNothing())
    .returning('id')
    .execute();
  return rows.length;
}
