import { z } from 'zod';
import { VERSION } from '../version.ts';

/** What is noted in a store about whoever brought it to its schema last. */
const schemaMark = z.object({
  /** Counts up with each release that changes what is stored, and how. */
  version: z.int(),
  /** Versions below do not understand what is stored any more, or miss something in it. */
  leastReader: z.int(),
  release: z.string(),
});
export type SchemaMark = z.infer<typeof schemaMark>;

/**
 * The schema of this version, of both stores. As long as changes only add, versions run side by side: `version` counts up and
 * `leastReader` stays. What takes something away comes one release after nothing reads it, and raises `leastReader`.
 */
export const SCHEMA: SchemaMark = { version: 1, leastReader: 1, release: VERSION };

/** The mark in a comment; undefined where there is none. */
export function markIn(comment: string | null | undefined): SchemaMark | undefined {
  try {
    return schemaMark.parse(JSON.parse(comment ?? ''));
  } catch {
    return undefined;
  }
}

/** @throws when versions as old as this one may not use the store. */
export function refuseNewer(mark: SchemaMark | undefined, own: SchemaMark): void {
  if (mark === undefined || mark.leastReader <= own.version) return;
  throw new Error(
    `Pharos ${mark.release} brought it to schema ${mark.version}, which versions before schema ${mark.leastReader} may not use, and this is Pharos ${own.release} of schema ${own.version}; start the newer release, or restore a backup from before the upgrade`,
  );
}

/** Whether this version is the one to be noted. */
export const supersedes = (own: SchemaMark, mark: SchemaMark | undefined): boolean =>
  mark === undefined ||
  own.version > mark.version ||
  (own.version === mark.version && JSON.stringify(own) !== JSON.stringify(mark));

/** What somebody is told whose process may not change the schema itself. */
export class SchemaIsOlder extends Error {
  constructor() {
    super('its schema is older than this version: run `npm run migrate`');
  }
}
