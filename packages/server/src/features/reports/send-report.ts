import { groupBy } from '@pharos/core/group-by';
import type { Language } from '@pharos/core/language';
import { calmText, findingsOf } from '@pharos/core/reports/findings';
import type { MadeReport } from '@pharos/core/reports/made';
import { periodText } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { enqueue } from '../../store/records/deliveries.ts';
import type { Records } from '../../store/records/tables.ts';
import type { Taken } from './run-queries.ts';

/** Puts a report into the outbox of its channels, each in its language. By how many it is sent. */
export async function sendReport(
  tx: Records,
  { run, made, publicUrl, at }: { run: Taken; made: MadeReport; publicUrl: string; at: Date },
): Promise<number> {
  const { id, project, request } = run;
  if (request.channels.length === 0) return 0;
  const channels = await tx
    .selectFrom('channels')
    .select(['id', 'language'])
    .where('projectId', '=', project)
    .where('id', 'in', request.channels)
    .execute();
  let sent = 0;
  for (const [language, those] of groupBy(channels, (each) => each.language ?? request.language)) {
    sent += await enqueue(tx, {
      ...{ projectId: project, subject: '', at },
      channelIds: those.map((channel) => channel.id),
      notice: {
        ...{ key: `report:${id}`, reason: 'report', report: id, language, incidents: [] },
        url: `${publicUrl}/p/${project}/reports/runs/${id}`,
        ...told(made, language),
      },
    });
  }
  return sent;
}

/** What a message says of a report: what it is of, and what stands out. */
function told(made: MadeReport, language: Language): { title: string; summary: string } {
  const writer = writerOf(language, made.timeZone, made.rate);
  const period = periodText(made.from, made.to, writer);
  const findings = findingsOf(made, writer);
  const lines = findings.length > 0 ? findings.map(({ text }) => `• ${text}`) : [calmText(made, writer)];
  return { title: `${made.name} · ${period}`, summary: lines.join('\n') };
}
