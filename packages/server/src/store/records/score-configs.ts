import type { ApiScoreConfig, ScoreConfigCreate, ScoreConfigUpdate } from '@pharos/core/api/score-configs';
import { configProblem } from '@pharos/core/score-config';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../scope.ts';
import type { Records, Tables } from './tables.ts';

/** A project has at most so many, archived ones included, so that a list is one answer. */
const MAX_SCORE_CONFIGS = 500;

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

/** @throws ApiError when there are too many. */
export async function insertScoreConfig(
  records: Records,
  project: ProjectScope,
  config: ScoreConfigCreate & { id: string },
  at: Date,
): Promise<ApiScoreConfig> {
  if ((await scoreConfigsOf(records, project)).length >= MAX_SCORE_CONFIGS)
    throw new ApiError('conflict', { message: `There are ${MAX_SCORE_CONFIGS} score configs already.` });
  const row = { ...config, projectId: project, archived: false, createdAt: at, updatedAt: at };
  await records
    .insertInto('scoreConfigs')
    .values({ ...row, categories: JSON.stringify(config.categories) })
    .execute();
  return present(row);
}

/**
 * Sets what is given, in a transaction of the caller's. Undefined when the project has no such config.
 * @throws ApiError when the config would then make no sense.
 */
export async function updateScoreConfig(
  records: Records,
  project: ProjectScope,
  id: string,
  change: ScoreConfigUpdate,
  at: Date,
): Promise<ApiScoreConfig | undefined> {
  const before = await scoreConfigOf(records, project, id);
  if (!before) return undefined;
  const { min = before.min, max = before.max, categories = before.categories } = change;
  const problem = configProblem({ type: before.type, min, max, categories });
  if (problem !== undefined) throw new ApiError('invalid_request', { message: `${problem}.` });
  const row = await records
    .updateTable('scoreConfigs')
    .set({
      ...change,
      categories: JSON.stringify(categories),
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
