import { readFileSync } from 'node:fs';
import type { Sdk } from './sdk.ts';

interface Lockfile {
  packages: Record<string, { version?: string }>;
}

/** From the lockfile alone, so that what is written of a run is the same on every machine. */
const { packages } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
) as Lockfile;

/** The version of a package that the program in a folder imports: its own, else the one all share. */
function versionOf(folder: string, name: string): string {
  const found = packages[`programs/${folder}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
  if (found?.version === undefined) throw new Error(`The lockfile has no ${name} for programs/${folder}.`);
  return found.version;
}

export const versionsOf = ({ folder, packages: names }: Sdk): string[] =>
  names.map((name) => `${name} ${versionOf(folder, name)}`);
