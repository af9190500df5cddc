import type { Page } from '@pharos/core/api/common';
import type { Incident, IncidentDetail, incidentQuery } from '@pharos/core/api/incidents';
import { type IncidentEventKind, unitOfWatch, watchedBy } from '@pharos/core/incidents/incident';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { comesAfter, newestPage } from '../../store/records/newest-first.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { titleOf } from './present.ts';

/** So many of what is open are listed; a project with more has one thing to see to first. */
const MOST_OPEN = 1_000;
const MOST_EVENTS = 500;

const inProject = (records: Records, project: ProjectScope) =>
  records.selectFrom('incidents').selectAll().where('projectId', '=', project);

/** The newest first. */
export async function openIncidents(records: Records, project: ProjectScope): Promise<Incident[]> {
  const rows = await inProject(records, project)
    .where('endedAt', 'is', null)
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_OPEN)
    .execute();
  return rows.map(present);
}

/** Those that opened in [from, to), the newest first. */
export async function incidentsWithin(
  records: Records,
  project: ProjectScope,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<Incident[]> {
  const rows = await inProject(records, project)
    .where('openedAt', '>=', from)
    .where('openedAt', '<', to)
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(present);
}

/** A page, the newest first. */
export async function incidentsOf(
  records: Records,
  project: ProjectScope,
  { state, rule, severity, cursor, limit }: z.output<typeof incidentQuery>,
): Promise<Page<Incident>> {
  let query = inProject(records, project);
  if (state !== 'all') query = query.where('endedAt', state === 'open' ? 'is' : 'is not', null);
  if (rule !== undefined) query = query.where('ruleId', '=', rule);
  if (severity !== undefined)
    query = query.where(({ ref }) => ref('rule', '->>').key('severity'), '=', severity);
  const rows = await query
    .where(comesAfter('openedAt', cursor))
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return newestPage(rows, limit, present, (each) => each.openedAt);
}

export type IncidentRow = Selectable<Tables['incidents']>;

/** As it is stored; undefined when the project has no such incident. */
export const incidentRow = (
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<IncidentRow | undefined> => inProject(records, project).where('id', '=', id).executeTakeFirst();

/** With all that happened to it; undefined when the project has no such incident. */
export async function incidentOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<IncidentDetail | undefined> {
  const row = await incidentRow(records, project, id);
  if (row === undefined) return undefined;
  const events = await records
    .selectFrom('incidentEvents')
    .selectAll()
    .where('incidentId', '=', id)
    .orderBy('id', 'desc')
    .limit(MOST_EVENTS)
    .execute();
  const { watch, forSeconds } = row.rule;
  return {
    ...{ ...present(row), watch, forSeconds },
    events: events.reverse().map((event) => ({ ...event, id: String(event.id), at: event.at.toISOString() })),
  };
}

function present(row: IncidentRow): Incident {
  const { id, ruleId, rule, groupKey, labels, course, value, limitValue, endedAt, endsAt } = row;
  const { name, description, runbook, owner, watch, severity } = rule;
  return {
    ...{ id, ruleId, title: titleOf(row), severity },
    rule: { name, description, runbook, owner, watches: watchedBy(watch), unit: unitOfWatch(watch) },
    state: endedAt !== null ? 'ended' : endsAt !== null ? 'steadying' : 'firing',
    ...{ group: JSON.parse(groupKey) as string[], labels, value, limit: limitValue, returns: course.returns },
    ...{ openedAt: row.openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null },
    ...{ acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null, acknowledgedBy: row.acknowledgedBy },
    ...{ assignee: row.assignee, mutedBy: row.mutedBy },
  };
}

/** Notes what happened to an incident, and who did it; null: nobody but time and rules. */
export async function noteEvent(
  tx: Records,
  incidentId: string,
  kind: IncidentEventKind,
  at: Date,
  actor: string | null,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .insertInto('incidentEvents')
    .values({ incidentId, kind, at, actor, data: JSON.stringify(data) })
    .execute();
}

/** Has it seen to, at this time or before, who has to be told what. */
export async function dueToTell(tx: Records, projectId: ProjectScope, dueAt: Date): Promise<void> {
  await tx
    .insertInto('alertLooks')
    .values({ projectId, dueAt })
    .onConflict((conflict) =>
      conflict.column('projectId').doUpdateSet(({ fn, ref, val }) => ({
        dueAt: fn('least', [ref('alertLooks.dueAt'), val(dueAt)]),
      })),
    )
    .execute();
}
