import type { Selectable } from 'kysely';
import type { ProjectScope } from '../scope.ts';
import type { Records, Tables } from './tables.ts';

export type MediaRecord = Omit<Selectable<Tables['media']>, 'projectId'>;

/** Undefined when the project has no such file. */
export async function mediaOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<MediaRecord | undefined> {
  const row = await records
    .selectFrom('media')
    .selectAll()
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && present(row);
}

/** What signs the URLs of a file, for whoever has to prove a right to it yet. */
export async function secretOfMedia(
  records: Records,
  projectId: string,
  id: string,
): Promise<string | undefined> {
  const row = await records
    .selectFrom('media')
    .select('secret')
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.secret;
}

/** Announces a file. What was announced before stays as it is, unless nothing came of it. */
export async function announceMedia(
  records: Records,
  project: ProjectScope,
  media: Omit<MediaRecord, 'uploadedAt'>,
): Promise<MediaRecord> {
  const { id, contentType, bytes } = media;
  await records
    .insertInto('media')
    .values({ ...media, projectId: project, uploadedAt: null })
    .onConflict((conflict) =>
      conflict
        .columns(['projectId', 'id'])
        .doUpdateSet({ contentType, bytes })
        .where('media.uploadedAt', 'is', null),
    )
    .execute();
  const row = await mediaOf(records, project, id);
  if (!row) throw new Error('A file that was just announced is gone.');
  return row;
}

/** Notes that all of a file is kept. */
export async function noteUpload(
  records: Records,
  project: ProjectScope,
  id: string,
  at: Date,
): Promise<void> {
  await records
    .updateTable('media')
    .set({ uploadedAt: at })
    .where('projectId', '=', project)
    .where('id', '=', id)
    .execute();
}

const present = ({ projectId: _, ...media }: Selectable<Tables['media']>): MediaRecord => media;
