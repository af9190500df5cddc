import { Readable } from 'node:stream';
import type { Clock } from '@pharos/core/time';
import { type Selectable, sql } from 'kysely';
import type { Ids } from '../../ids.ts';
import type { MediaStore } from '../media/contract.ts';
import type { ProjectScope } from '../scope.ts';
import type { Records, Tables } from './tables.ts';

export type MediaRecord = Omit<Selectable<Tables['media']>, 'projectId'>;

/** What a file is kept with. */
export interface MediaParts {
  records: Records;
  media: MediaStore;
  ids: Ids;
  clock: Clock;
}

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

/** Files that are kept, by the day (in UTC, by its number since 1970) on which they came: of a project, or of all of them together. */
export async function filesByDay(
  records: Records,
  project: ProjectScope | undefined,
): Promise<{ day: number; files: number; bytes: number }[]> {
  const day = sql<number>`floor(extract(epoch from uploaded_at) / 86400)::int`;
  const rows = await records
    .selectFrom('media')
    .select([day.as('day'), sql<string>`count(*)`.as('files'), sql<string>`sum(bytes)`.as('bytes')])
    .where('uploadedAt', 'is not', null)
    .$if(project !== undefined, (files) => files.where('projectId', '=', project ?? ''))
    .groupBy(day)
    .orderBy(day)
    .execute();
  return rows.map(({ day, files, bytes }) => ({ day, files: Number(files), bytes: Number(bytes) }));
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

/** Of the hash, in the alphabet of URLs: Langfuse's SDKs work it out in the same way. */
export const mediaIdOf = (sha256: string): string =>
  Buffer.from(sha256, 'hex').toString('base64url').slice(0, ID_LENGTH);
const ID_LENGTH = 22;

/** Keeps a file whose bytes are here already. */
export async function keepMedia(
  { records, media, ids, clock }: MediaParts,
  project: ProjectScope,
  file: { sha256: string; contentType: string; bytes: Uint8Array },
): Promise<void> {
  const id = mediaIdOf(file.sha256);
  const { sha256, contentType } = file;
  const bytes = file.bytes.byteLength;
  const announced = {
    id,
    sha256,
    contentType,
    bytes,
    secret: ids.secret(),
    createdAt: new Date(clock.nowMs()),
  };
  const { uploadedAt } = await announceMedia(records, project, announced);
  if (uploadedAt !== null) return;
  await media.put(project, { sha256, bytes }, Readable.from([file.bytes]));
  await noteUpload(records, project, id, new Date(clock.nowMs()));
}

const present = ({ projectId: _, ...media }: Selectable<Tables['media']>): MediaRecord => media;
