import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const pathIn = (dataDir: string): string => join(dataDir, 'clickhouse-seen');

/** Which servers and database URLs mean, without who asks. */
const nameOf = (urls: readonly string[]): string =>
  urls
    .map((url) => {
      const { host, pathname, searchParams } = new URL(url);
      return `${host}${pathname}?database=${searchParams.get('database') ?? ''}`;
    })
    .join('\n');

/** Remembers that this server answered and has our tables: a mistyped URL never did. */
export async function noteEngine(dataDir: string, urls: readonly string[]): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(pathIn(dataDir), nameOf(urls));
}

export function wasSeen(dataDir: string, urls: readonly string[]): boolean {
  try {
    return readFileSync(pathIn(dataDir), 'utf8') === nameOf(urls);
  } catch {
    return false;
  }
}
