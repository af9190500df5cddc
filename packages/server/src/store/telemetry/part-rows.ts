import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Entry {
  name: string;
  checksum: string;
  isInBase: boolean;
  /** Where the bytes are: of files that are alike, one is kept. */
  file: string;
}

const ENTRY = /<file>(.*?)<\/file>/gs;
/** `data/<database>/<table>/<part>/count.txt` */
const COUNT = /^data(\/[^/]+){3}\/count\.txt$/;
const within = (entry: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(entry)?.[1];

/** Rows of a table that the embedded engine has put into a directory, by what each part says of itself. */
export async function rowsInBackup(directory: string, base: string | undefined): Promise<number> {
  const counts = (await entriesOf(directory)).filter(({ name }) => COUNT.test(name));
  const inBase = base === undefined || counts.every((each) => !each.isInBase) ? [] : await entriesOf(base);
  const baseFiles = new Map(inBase.map(({ checksum, file }) => [checksum, file]));
  let rows = 0;
  for (const { isInBase, checksum, file } of counts) {
    const path =
      isInBase && base !== undefined ? join(base, baseFiles.get(checksum) ?? file) : join(directory, file);
    rows += Number(await readFile(path, 'utf8'));
  }
  return rows;
}

async function entriesOf(directory: string): Promise<Entry[]> {
  const text = await readFile(join(directory, '.backup'), 'utf8');
  return [...text.matchAll(ENTRY)].map(([, entry = '']) => {
    const name = within(entry, 'name') ?? '';
    return {
      name,
      checksum: within(entry, 'checksum') ?? '',
      isInBase: within(entry, 'use_base') === 'true',
      file: within(entry, 'data_file') ?? name,
    };
  });
}
