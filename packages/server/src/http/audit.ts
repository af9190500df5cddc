import type { FastifyRequest } from 'fastify';
import { type AuditEntry, audit } from '../store/records/audit.ts';
import type { Records } from '../store/records/tables.ts';
import type { Parts } from './parts.ts';

/**
 * Notes a change that a request made, in the transaction that made it. Who made it in which project is known from the
 * request, but for routes that are open or not about one project: these say it.
 */
export function auditRequest(
  { clock }: Pick<Parts, 'clock'>,
  records: Records,
  request: FastifyRequest,
  action: string,
  subject: string,
  said: Partial<Pick<AuditEntry, 'actor' | 'projectId'>> = {},
): Promise<void> {
  const { caller, grant, ip } = request;
  const actor =
    caller === null ? 'anonymous' : caller.type === 'user' ? `user:${caller.userId}` : `key:${caller.keyId}`;
  return audit(records, {
    atMs: clock.nowMs(),
    projectId: grant?.project ?? null,
    actor,
    action,
    subject,
    ip,
    ...said,
  });
}
