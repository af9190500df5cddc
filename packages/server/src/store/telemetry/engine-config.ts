import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdStorageUnknown } from './engine-errors.ts';
import { type ColdStorage, coldDisk } from './tiering/cold-storage.ts';

/** Where backups go is up to those who may ask for one: they can read the data as it is. */
const BACKUPS = '<backups><allowed_path>/</allowed_path></backups>';

/** The engine takes nothing more when less than this is free, so that what it writes already finds room. */
const RESERVE = `<default><keep_free_space_bytes>${256 * 2 ** 20}</keep_free_space_bytes></default>`;

/**
 * Writes the embedded engine's own settings beside its data; the path of the file.
 * @throws ColdStorageUnknown when tables were told of a disk for what is old, without which they cannot be read, and it is not told any more.
 */
export async function writeConfig(path: string, coldStorage: ColdStorage | undefined): Promise<string> {
  const file = join(path, 'engine.xml');
  const { disks, policies } = coldStorage ? coldDisk(coldStorage) : { disks: '', policies: '' };
  const before = await readFile(file, 'utf8').catch(() => '');
  if (policies === '' && before.includes('<policies>')) throw new ColdStorageUnknown();
  const storage = `<storage_configuration><disks>${RESERVE}${disks}</disks>${policies}</storage_configuration>`;
  await writeFile(file, `<clickhouse>${BACKUPS}${storage}</clickhouse>\n`, { mode: 0o600 });
  return file;
}
