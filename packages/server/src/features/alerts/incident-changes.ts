import type { IncidentChange } from '@pharos/core/api/incidents';
import type { Authorship } from '../../http/authorship.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { dueToTell, noteEvent } from './incident-queries.ts';
import { timesOf } from './settle.ts';

/** Does to an incident what somebody said, and notes each part that changes it. Whether there is such an incident. */
export async function changeIncident(
  tx: Records,
  project: ProjectScope,
  id: string,
  change: IncidentChange,
  { author, at }: Authorship,
): Promise<boolean> {
  const incident = await tx
    .selectFrom('incidents')
    .select(['course', 'acknowledgedAt', 'assignee', 'endedAt'])
    .where('projectId', '=', project)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (incident === undefined) return false;
  const update = tx.updateTable('incidents').where('id', '=', id);
  const { acknowledged, assignee, comment, resolved } = change;
  if (acknowledged !== undefined && acknowledged !== (incident.acknowledgedAt !== null)) {
    const by = acknowledged
      ? { acknowledgedAt: at, acknowledgedBy: author }
      : { acknowledgedAt: null, acknowledgedBy: null };
    await update.set(by).execute();
    await noteEvent(tx, id, acknowledged ? 'acknowledged' : 'unacknowledged', at, author);
  }
  if (assignee !== undefined && assignee !== incident.assignee) {
    await update.set({ assignee }).execute();
    await noteEvent(tx, id, 'assigned', at, author, { assignee });
  }
  if (comment !== undefined) await noteEvent(tx, id, 'commented', at, author, { comment });
  if (resolved && incident.endedAt === null) {
    const course = { ...incident.course, endedAtMs: at.getTime(), endsAtMs: null };
    await update.set({ ...timesOf(course), course: JSON.stringify(course) }).execute();
    await noteEvent(tx, id, 'resolved', at, author);
  }
  await dueToTell(tx, project, at);
  return true;
}

/** Ends what a rule fired that goes or is turned off: nobody would end it any more. */
export async function endIncidentsOf(
  tx: Records,
  project: ProjectScope,
  ruleId: string,
  by: Authorship,
): Promise<void> {
  const open = await tx
    .selectFrom('incidents')
    .select('id')
    .where('projectId', '=', project)
    .where('ruleId', '=', ruleId)
    .where('endedAt', 'is', null)
    .execute();
  for (const { id } of open) await changeIncident(tx, project, id, { resolved: true }, by);
}
