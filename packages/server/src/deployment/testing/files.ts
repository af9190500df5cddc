import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../../', import.meta.url);

/** Where a file of the repository is. */
export const inRepository = (path: string): string => fileURLToPath(new URL(path, ROOT));
export const readFile = (path: string): string => readFileSync(inRepository(path), 'utf8');

/** Files below a folder of the repository, by their paths in it. */
export const filesIn = (folder: string): string[] =>
  readdirSync(inRepository(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(inRepository('').length));
