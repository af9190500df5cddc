import type { DashboardVersion, StoredVersion } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { columnsOf } from './queries.ts';

/** Of a dashboard; older ones are dropped. */
export const KEPT_VERSIONS = 100;

/** Newest first. Undefined when the project has no such dashboard of its own. */
export async function versionsOf(
  records: Records,
  project: ProjectScope,
  dashboardId: string,
): Promise<DashboardVersion[] | undefined> {
  const rows = await ofDashboard(records, project, dashboardId)
    .select(COLUMNS)
    .orderBy('dashboardVersions.version', 'desc')
    .execute();
  return rows.length === 0 ? undefined : rows.map(present);
}

/** Undefined when there is no such version, or not any more. */
export async function versionOf(
  records: Records,
  project: ProjectScope,
  dashboardId: string,
  version: number,
): Promise<StoredVersion | undefined> {
  const row = await ofDashboard(records, project, dashboardId)
    .select([...COLUMNS, 'dashboardVersions.document'])
    .where('dashboardVersions.version', '=', version)
    .executeTakeFirst();
  return row && { ...present(row), document: row.document };
}

export interface Change extends Authorship {
  document: Dashboard;
  note: string;
  restoredFrom: number | null;
}

/**
 * Makes the document the latest version, in a transaction of the caller's, and drops the oldest beyond those kept.
 * `onto`: the version that was changed; left out, whichever is the latest. False when the project has no such dashboard.
 * @throws ApiError `conflict` when the latest is another one, which it names.
 */
export async function addVersion(
  tx: Records,
  project: ProjectScope,
  dashboardId: string,
  { document, note, restoredFrom, author, at }: Change,
  onto?: number,
): Promise<boolean> {
  const latest = await tx
    .selectFrom('dashboards')
    .select(['version', 'updatedBy'])
    .where('projectId', '=', project)
    .where('id', '=', dashboardId)
    .forUpdate()
    .executeTakeFirst();
  if (latest === undefined) return false;
  if (onto !== undefined && onto !== latest.version) {
    throw new ApiError('conflict', {
      message: `This dashboard was changed in the meantime, by ${latest.updatedBy}.`,
      details: { version: latest.version, updatedBy: latest.updatedBy },
    });
  }
  const version = latest.version + 1;
  await tx
    .updateTable('dashboards')
    .set({ version, ...columnsOf(document), updatedAt: at, updatedBy: author })
    .where('id', '=', dashboardId)
    .execute();
  await tx
    .insertInto('dashboardVersions')
    .values({ dashboardId, version, document: JSON.stringify(document), note, restoredFrom, at, author })
    .execute();
  await tx
    .deleteFrom('dashboardVersions')
    .where('dashboardId', '=', dashboardId)
    .where('version', '<=', version - KEPT_VERSIONS)
    .execute();
  return true;
}

const COLUMNS = [
  'dashboardVersions.version',
  'dashboardVersions.at',
  'dashboardVersions.author',
  'dashboardVersions.note',
  'dashboardVersions.restoredFrom',
] as const;

const ofDashboard = (records: Records, project: ProjectScope, dashboardId: string) =>
  records
    .selectFrom('dashboardVersions')
    .innerJoin('dashboards', 'dashboards.id', 'dashboardVersions.dashboardId')
    .where('dashboards.projectId', '=', project)
    .where('dashboards.id', '=', dashboardId);

type Row = Pick<
  Selectable<Tables['dashboardVersions']>,
  'version' | 'at' | 'author' | 'note' | 'restoredFrom'
>;
const present = ({ version, at, author, note, restoredFrom }: Row): DashboardVersion => ({
  version,
  at: at.toISOString(),
  author,
  note,
  restoredFrom,
});
