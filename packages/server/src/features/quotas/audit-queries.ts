import type { Page } from '@pharos/core/api/common';
import { type QuotaAudit, quotaAuditSchema } from '@pharos/core/api/quota-views';
import { sql } from 'kysely';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { idOf } from './event-queries.ts';

/** Who changed a quota and its raises, newest first; of a quota that is no more as well. */
export async function auditOf(
  records: Records,
  project: ProjectScope,
  quotaId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<QuotaAudit>> {
  let query = records
    .selectFrom('audit')
    .leftJoin('users', (join) => join.on('audit.actor', '=', sql<string>`'user:' || users.id`))
    .leftJoin('apiKeys', (join) => join.on('audit.actor', '=', sql<string>`'key:' || api_keys.id`))
    .select([
      'audit.id',
      'audit.at',
      'audit.action',
      'audit.subject',
      'users.name as userName',
      'apiKeys.name as keyName',
    ])
    .where('audit.projectId', '=', project)
    .where('audit.action', 'in', quotaAuditSchema.shape.action.options)
    .where((or) => or.or([or('subject', '=', quotaId), or('subject', 'like', `${likeText(quotaId)}/%`)]));
  if (cursor !== undefined) query = query.where('audit.id', '<', idOf(cursor));
  const rows = await query
    .orderBy('audit.id', 'desc')
    .limit(limit + 1)
    .execute();
  const data = rows.slice(0, limit).map(
    ({ id, at, action, subject, userName, keyName }): QuotaAudit => ({
      id: String(id),
      at: at.toISOString(),
      actor: userName ?? keyName,
      action: quotaAuditSchema.shape.action.parse(action),
      raiseId: subject.slice(quotaId.length + 1) || null,
    }),
  );
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`);
