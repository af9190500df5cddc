import type { GroupTurn } from '@pharos/core/alerts/evaluate';
import type { Rule } from '@pharos/core/alerts/rule';
import { type Course, turned } from '@pharos/core/incidents/flapping';
import { firedRule, labelsOf } from '@pharos/core/incidents/incident';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { dueToTell, noteEvent } from './incident-queries.ts';

/** What the turns of a rule's groups make of its incidents, in the transaction that stores how the groups stand. */
export async function settle(
  tx: Records,
  project: ProjectScope,
  rule: Rule,
  turns: readonly GroupTurn[],
  atMs: number,
  newId: () => string,
): Promise<void> {
  const at = new Date(atMs);
  for (const { key, turn, standing, called } of turns) {
    const latest = await tx
      .selectFrom('incidents')
      .select(['id', 'course'])
      .where('ruleId', '=', rule.id)
      .where('groupKey', '=', key)
      .orderBy('openedAt', 'desc')
      .limit(1)
      .executeTakeFirst();
    const result = turned(latest?.course, turn, atMs);
    if (result === undefined) continue;
    const { course, happened } = result;
    const figures = { value: standing.value, limitValue: standing.limit };
    const isNew = happened === 'opened' || latest === undefined;
    const id = isNew ? newId() : latest.id;
    if (isNew) {
      await tx
        .insertInto('incidents')
        .values({
          ...{ id, projectId: project, ruleId: rule.id, groupKey: key, ...figures, ...timesOf(course) },
          rule: JSON.stringify(firedRule(rule)),
          labels: JSON.stringify(labelsOf(rule, JSON.parse(key) as string[], called)),
          course: JSON.stringify(course),
        })
        .execute();
    } else {
      await tx
        .updateTable('incidents')
        .set({
          ...(turn === 'fired' ? figures : {}),
          ...timesOf(course),
          course: JSON.stringify(course),
          // Whoever took it on has seen it end.
          ...(happened === 'reopened' ? { acknowledgedAt: null, acknowledgedBy: null } : {}),
        })
        .where('id', '=', id)
        .execute();
    }
    if (happened !== undefined)
      await noteEvent(tx, id, happened, at, null, { ...figures, cause: standing.cause });
  }
  await dueToTell(tx, project, at);
}

export const timesOf = ({ openedAtMs, endedAtMs, endsAtMs }: Course) => ({
  openedAt: new Date(openedAtMs),
  endedAt: endedAtMs === null ? null : new Date(endedAtMs),
  endsAt: endsAtMs === null ? null : new Date(endsAtMs),
});
