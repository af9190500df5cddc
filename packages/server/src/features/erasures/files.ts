import type { MediaStore } from '../../store/media/contract.ts';
import { mediaIdOf } from '../../store/records/media.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Of one erasure; what is beyond stays. */
export const MOST_FILES = 10_000;
const CHUNK = 1_000;

/** Whether the project has files at all. */
export const hasFiles = async (records: Records, project: ProjectScope): Promise<boolean> =>
  (await records.selectFrom('media').select('id').where('projectId', '=', project).limit(1).execute())
    .length > 0;

/** Hashes of the files of the project that are named by their id or their hash. */
export async function hashesOf(
  records: Records,
  project: ProjectScope,
  refs: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; from < refs.length; from += CHUNK) {
    const some = refs.slice(from, from + CHUNK);
    const rows = await records
      .selectFrom('media')
      .select('sha256')
      .where('projectId', '=', project)
      .where(({ eb, or }) => or([eb('id', 'in', some), eb('sha256', 'in', some)]))
      .execute();
    found.push(...rows.map(({ sha256 }) => sha256));
  }
  return found;
}

/** By what texts may name a file. */
export const namesOf = (sha256: string): [id: string, hash: string] => [mediaIdOf(sha256), sha256];

/** Removes a file: first what is known of it, so that whoever announces it from now on sends it again. */
export async function removeFile(
  { records, media }: { records: Records; media: Pick<MediaStore, 'remove'> },
  project: ProjectScope,
  sha256: string,
): Promise<void> {
  await records.deleteFrom('media').where('projectId', '=', project).where('sha256', '=', sha256).execute();
  await media.remove(project, sha256);
}
