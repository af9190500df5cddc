import type { DashboardSummary, StoredDashboard } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { READY_DASHBOARDS, type ReadyDashboard, readyDashboard } from '@pharos/core/dashboards/ready/ready';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export const MAX_DASHBOARDS = 200;

/** Those that come with Pharos, then the project's own, the latest changed first. */
export async function dashboardsOf(records: Records, project: ProjectScope): Promise<DashboardSummary[]> {
  const rows = await inProject(records, project).orderBy('updatedAt', 'desc').orderBy('id').execute();
  return [...READY_DASHBOARDS.map(summaryOfReady), ...rows.map(summaryOf)];
}

/** Undefined when neither Pharos nor the project has such a dashboard. */
export async function dashboardOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<StoredDashboard | undefined> {
  const ready = readyDashboard(id);
  if (ready) return { ...summaryOfReady(ready), document: ready.document };
  const row = await inProject(records, project)
    .innerJoin('dashboardVersions as latest', (join) =>
      join
        .onRef('latest.dashboardId', '=', 'dashboards.id')
        .onRef('latest.version', '=', 'dashboards.version'),
    )
    .select('latest.document')
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...summaryOf(row), document: row.document };
}

/**
 * Stores a new dashboard as its first version, in a transaction of the caller's.
 * @throws ApiError when there are too many.
 */
export async function insertDashboard(
  tx: Records,
  project: ProjectScope,
  id: string,
  document: Dashboard,
  { author, at }: Authorship,
): Promise<StoredDashboard> {
  const { count } = await tx
    .selectFrom('dashboards')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_DASHBOARDS)
    throw new ApiError('conflict', { message: `There are ${MAX_DASHBOARDS} dashboards already.` });
  const row = { id, version: 1, createdAt: at, updatedAt: at, updatedBy: author };
  await tx
    .insertInto('dashboards')
    .values({ ...row, projectId: project, ...columnsOf(document) })
    .execute();
  await tx
    .insertInto('dashboardVersions')
    .values({
      dashboardId: id,
      version: 1,
      document: JSON.stringify(document),
      note: '',
      restoredFrom: null,
      at,
      author,
    })
    .execute();
  return { ...summaryOf({ ...row, ...factsOf(document) }), document };
}

/** Deletes a dashboard with its versions and links, in a transaction. False when the project has none such. */
export async function deleteDashboard(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('dashboards')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  await tx
    .deleteFrom('dashboardShares')
    .where('projectId', '=', project)
    .where('dashboardId', '=', id)
    .execute();
  return result.numDeletedRows > 0n;
}

const inProject = (records: Records, project: ProjectScope) =>
  records
    .selectFrom('dashboards')
    .select([
      'dashboards.id',
      'dashboards.version',
      'dashboards.title',
      'dashboards.description',
      'dashboards.widgets',
      'dashboards.updatedAt',
      'dashboards.updatedBy',
    ])
    .where('projectId', '=', project);

/** What a list shows of a document. */
const factsOf = ({ title, description, tabs }: Dashboard) => ({
  title,
  description,
  widgets: tabs.reduce((sum, tab) => sum + tab.widgets.length, 0),
});

/** The same as it is stored. */
export function columnsOf(document: Dashboard) {
  const { title, description, widgets } = factsOf(document);
  return { title: JSON.stringify(title), description: JSON.stringify(description), widgets };
}

type Row = Pick<
  Selectable<Tables['dashboards']>,
  'id' | 'version' | 'title' | 'description' | 'widgets' | 'updatedAt' | 'updatedBy'
>;
const summaryOf = ({
  id,
  version,
  title,
  description,
  widgets,
  updatedAt,
  updatedBy,
}: Row): DashboardSummary => ({
  id,
  source: 'own',
  title,
  description,
  version,
  widgets,
  updatedAt: updatedAt.toISOString(),
  updatedBy,
});

const summaryOfReady = ({ id, document }: ReadyDashboard): DashboardSummary => ({
  id,
  source: 'ready',
  version: 0,
  ...factsOf(document),
  updatedAt: null,
  updatedBy: null,
});
