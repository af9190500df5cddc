import { ApiError } from '../../errors.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** @throws ApiError naming a channel that the project does not have. */
export async function checkChannels(
  tx: Records,
  project: ProjectScope,
  channels: readonly string[],
): Promise<void> {
  if (channels.length === 0) return;
  const found = await tx
    .selectFrom('channels')
    .select('id')
    .where('projectId', '=', project)
    .where('id', 'in', [...channels])
    .execute();
  const known = new Set(found.map(({ id }) => id));
  const at = channels.findIndex((id) => !known.has(id));
  if (at < 0) return;
  const message = `There is no channel ${channels[at]} in this project.`;
  throw new ApiError('invalid_request', { message, details: [{ path: `/channels/${at}`, message }] });
}

/** @throws ApiError naming a report that is sent by a channel which is about to go. */
export async function checkNoReportUses(tx: Records, project: ProjectScope, channel: string): Promise<void> {
  const reports = await tx
    .selectFrom('reports')
    .select('definition')
    .where('projectId', '=', project)
    .execute();
  const using = reports.find(({ definition }) => definition.channels.includes(channel));
  if (using)
    throw new ApiError('conflict', { message: `The report “${using.definition.name}” still uses it.` });
}
