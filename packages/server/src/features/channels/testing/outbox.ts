import type { NoticeInput } from '@pharos/core/channels/notice';
import { randomIds } from '../../../ids.ts';
import { enqueue } from '../../../store/records/deliveries.ts';
import type { Records } from '../../../store/records/tables.ts';
import { anIncident } from './notices.ts';

/** A project with channels of its own, in whatever store. */
export async function anOutbox(records: Records, now: () => Date) {
  const projectId = randomIds.id();
  await records
    .insertInto('projects')
    .values({ id: projectId, name: 'checkout', createdAt: now() })
    .execute();
  return {
    projectId,
    async aChannel(config: { url: string } = { url: 'http://127.0.0.1:1' }, enabled = true): Promise<string> {
      const id = randomIds.id();
      const author = { createdAt: now(), updatedAt: now(), updatedBy: 'test' };
      const about = {
        kind: 'webhook' as const,
        name: id,
        language: null,
        enabled,
        sealed: null,
        secrets: [],
      };
      await records
        .insertInto('channels')
        .values({ id, projectId, ...about, ...author, config: JSON.stringify({ url: config.url }) })
        .execute();
      return id;
    },
    enqueue(
      channelIds: string[],
      key: string,
      { subject = '', on = records, ...more }: Partial<NoticeInput> & { subject?: string; on?: Records } = {},
    ): Promise<number> {
      const notice = {
        reason: 'opened' as const,
        incidents: [anIncident()],
        url: '',
        language: 'en' as const,
        ...more,
      };
      return enqueue(on, { projectId, channelIds, notice: { ...notice, key }, subject, at: now() });
    },
    rows: () =>
      records.selectFrom('deliveries').selectAll().where('projectId', '=', projectId).orderBy('id').execute(),
  };
}
