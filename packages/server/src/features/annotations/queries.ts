import type { Annotation } from '@pharos/core/api/annotations';
import { type Selectable, sql } from 'kysely';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Of a project; those made earliest give way to new ones, so that a deploy is never refused. */
export const MAX_ANNOTATIONS = 10_000;
/** In one answer. */
export const MAX_LISTED = 500;

type NewAnnotation = Omit<Selectable<Tables['annotations']>, 'projectId'>;

/** Stores an annotation, in a transaction of the caller's; one of the same id is replaced. */
export async function insertAnnotation(
  tx: Records,
  project: ProjectScope,
  annotation: NewAnnotation,
  most = MAX_ANNOTATIONS,
): Promise<Annotation> {
  const { id, createdAt: _, ...said } = annotation;
  const row = await tx
    .insertInto('annotations')
    .values({ ...annotation, projectId: project })
    .onConflict((conflict) => conflict.columns(['projectId', 'id']).doUpdateSet(said))
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx
    .deleteFrom('annotations')
    .where('projectId', '=', project)
    .where('id', 'in', (old) =>
      old
        .selectFrom('annotations')
        .select('id')
        .where('projectId', '=', project)
        .where('id', '!=', id)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .offset(most - 1),
    )
    .execute();
  return present(row);
}

/** The latest of those that touch [from, to), newest first. */
export async function annotationsIn(
  records: Records,
  project: ProjectScope,
  from: Date,
  to: Date,
): Promise<Annotation[]> {
  const rows = await records
    .selectFrom('annotations')
    .selectAll()
    .where('projectId', '=', project)
    .where('at', '<', to)
    .where(sql<Date>`coalesce(until, at)`, '>=', from)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(MAX_LISTED)
    .execute();
  return rows.map(present);
}

/** False when the project has no such annotation. */
export async function deleteAnnotation(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('annotations')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

const present = ({
  id,
  kind,
  title,
  text,
  at,
  until,
  link,
}: Selectable<Tables['annotations']>): Annotation => ({
  id,
  kind,
  title,
  text,
  at: at.toISOString(),
  until: until?.toISOString() ?? null,
  link,
});
