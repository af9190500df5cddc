import type { channelTestSchema } from '@pharos/core/api/channels';
import { noticeSchema } from '@pharos/core/channels/notice';
import type { z } from 'zod';
import type { Parts } from '../../http/parts.ts';
import { insertSending, noteAttempt } from './outbox.ts';
import type { ChannelRow } from './queries.ts';
import type { Send } from './sender.ts';

const MOST_MS = 30_000;

/** Sends a test, which is in the log like all else but is not tried again. */
export async function testChannel(
  { records, clock, ids, publicUrl }: Parts,
  send: Send,
  row: ChannelRow,
): Promise<z.output<typeof channelTestSchema>> {
  const { projectId } = row;
  const { name } = await records
    .selectFrom('projects')
    .select('name')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow();
  const notice = noticeSchema.parse({
    key: `test:${ids.id()}`,
    reason: 'test',
    project: { id: projectId, name },
    incidents: [],
    url: publicUrl,
    language: row.language ?? 'en',
  });
  const at = new Date(clock.nowMs());
  const leasedUntil = new Date(at.getTime() + 2 * MOST_MS);
  const id = await insertSending(records, { projectId, channelId: row.id, notice, at, leasedUntil });
  const outcome = await send(notice, row, AbortSignal.timeout(MOST_MS)).catch((error: unknown) => ({
    result: 'again' as const,
    reason: error instanceof Error ? error.message : String(error),
  }));
  const ended = new Date(clock.nowMs());
  await noteAttempt(
    records,
    { id, attempt: 1 },
    outcome.result === 'delivered'
      ? { state: 'delivered', at: ended }
      : { state: 'dead', at: ended, error: outcome.reason },
  );
  return {
    result: outcome.result,
    ...(outcome.result !== 'delivered' && { reason: outcome.reason }),
    deliveryId: String(id),
  };
}
