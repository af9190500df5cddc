import { MAX_STATEMENTS, type Reading, type Statement } from '@pharos/core/api/reconcile';
import type { StatementFacts } from '@pharos/core/reconcile/amounts';
import { ApiError } from '../../errors.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

const SHOWN = ['id', 'name', 'reading', 'createdAt', 'createdBy'] as const;

/** A project's statements, the latest import first. */
export async function statementsOf(records: Records, project: ProjectScope): Promise<Statement[]> {
  const rows = await records
    .selectFrom('statements')
    .select(SHOWN)
    .where('projectId', '=', project)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/** One with all that it states; undefined when the project has no such. */
export async function statementOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<{ statement: Statement; facts: StatementFacts } | undefined> {
  const row = await records
    .selectFrom('statements')
    .select([...SHOWN, 'facts'])
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { statement: present(row), facts: row.facts };
}

/** @throws ApiError when there are too many. */
export async function insertStatement(
  tx: Records,
  project: ProjectScope,
  {
    id,
    name,
    reading,
    facts,
    createdAt,
    createdBy,
  }: {
    id: string;
    name: string;
    reading: Reading;
    facts: StatementFacts;
    createdAt: Date;
    createdBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('statements')
    .values({
      ...{ id, projectId: project, name, createdAt, createdBy },
      reading: JSON.stringify(reading),
      facts: JSON.stringify(facts),
    })
    .execute();
  const { count } = await tx
    .selectFrom('statements')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) > MAX_STATEMENTS)
    throw new ApiError('conflict', {
      message: `There are ${MAX_STATEMENTS} statements already: delete old ones.`,
    });
}

/** False when the project has no such statement. */
export async function deleteStatement(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('statements')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const present = ({
  reading,
  createdAt,
  ...row
}: { reading: Reading; createdAt: Date } & Pick<Statement, 'id' | 'name' | 'createdBy'>): Statement => ({
  ...reading,
  ...row,
  createdAt: createdAt.toISOString(),
});
