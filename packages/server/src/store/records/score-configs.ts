import type { ApiScoreConfig, ScoreConfigCreate, ScoreConfigUpdate } from '@pharos/core/api/score-configs';
import type { Selectable } from 'kysely';
import type { ProjectScope } from '../scope.ts';
import type { Records, Tables } from './tables.ts';

/** A project has at most so many, archived ones included, so that a list is one answer. */
export const MAX_SCORE_CONFIGS = 500;

/** All score configs of a project, in order of name. */
export async function scoreConfigsOf(records: Records, project: ProjectScope): Promise<ApiScoreConfig[]> {
  const rows = await inProject(records, project).orderBy('name').orderBy('id').execute();
  return rows.map(present);
}

/** Undefined when the project has no such config. */
export async function scoreConfigOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<ApiScoreConfig | undefined> {
  const row = await inProject(records, project).where('id', '=', id).executeTakeFirst();
  return row && present(row);
}

/** Those of the named configs that the project has, by id. */
export async function scoreConfigsNamed(
  records: Records,
  project: ProjectScope,
  ids: ReadonlySet<string>,
): Promise<Map<string, ApiScoreConfig>> {
  if (ids.size === 0) return new Map();
  const rows = await inProject(records, project)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, present(row)]));
}

export async function insertScoreConfig(
  records: Records,
  project: ProjectScope,
  config: ScoreConfigCreate & { id: string },
  at: Date,
): Promise<ApiScoreConfig> {
  const row = { ...config, projectId: project, archived: false, createdAt: at, updatedAt: at };
  await records
    .insertInto('scoreConfigs')
    .values({ ...row, categories: JSON.stringify(config.categories) })
    .execute();
  return present(row);
}

/** Sets what is given. Undefined when the project has no such config. */
export async function updateScoreConfig(
  records: Records,
  project: ProjectScope,
  id: string,
  { categories, ...facts }: ScoreConfigUpdate,
  at: Date,
): Promise<ApiScoreConfig | undefined> {
  const row = await records
    .updateTable('scoreConfigs')
    .set({
      ...facts,
      ...(categories && { categories: JSON.stringify(categories) }),
      updatedAt: at,
    })
    .where('projectId', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && present(row);
}

const inProject = (records: Records, project: ProjectScope) =>
  records.selectFrom('scoreConfigs').selectAll().where('projectId', '=', project);

function present({
  projectId: _,
  createdAt,
  updatedAt,
  ...config
}: Selectable<Tables['scoreConfigs']>): ApiScoreConfig {
  return { ...config, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
