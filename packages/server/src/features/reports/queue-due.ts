import { reportRequestSchema } from '@pharos/core/reports/report';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import { dueAfter } from './report-queries.ts';
import { queueRun } from './run-queries.ts';
import { latestTime } from './timetable.ts';

/** Reports whose time has come are taken together. */
const AT_ONCE = 100;

/** Has those reports made whose time has come: each once, for the last of the times that have passed. */
export async function queueDue(records: Records, nowMs: number, newId: () => string): Promise<void> {
  const now = new Date(nowMs);
  await records.transaction().execute(async (tx) => {
    const due = await tx
      .selectFrom('reports')
      .selectAll()
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { id, projectId, definition, dueAt } of due) {
      const { schedule, timeZone } = definition;
      const latest = schedule && latestTime(schedule, timeZone, nowMs);
      await queueRun(tx, scopeTo(projectId), {
        ...{ id: newId(), reportId: id, at: now, askedBy: null },
        request: reportRequestSchema.parse(definition),
        scheduledFor: latest ?? dueAt,
      });
      await tx
        .updateTable('reports')
        .set({ dueAt: dueAfter(definition, nowMs) })
        .where('id', '=', id)
        .execute();
    }
  });
}
