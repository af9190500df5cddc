import type { ExportDefinition } from '@pharos/core/exports/export';
import { isoFromNs } from '@pharos/core/time';
import { VERSION } from '../../version.ts';
import type { Taken, WrittenFile } from './run-queries.ts';

/** Written last: what has none is not complete. */
export const MANIFEST = 'manifest.json';

/** What an export consists of, so that whoever reads it knows that nothing is missing. */
export function manifestOf(
  { id, exportId, beginsAt, endsAt }: Taken,
  { name, kinds, format, texts, environment }: ExportDefinition,
  files: readonly WrittenFile[],
  nowMs: number,
) {
  const sum = (of: 'rows' | 'bytes') => files.reduce((total, file) => total + file[of], 0);
  return {
    ...{ form: 1, madeBy: `Pharos ${VERSION}`, madeAt: new Date(nowMs).toISOString() },
    ...{ export: exportId, run: id, name, kinds, format, texts, environment },
    ...{ from: beginsAt.toISOString(), to: endsAt.toISOString(), rows: sum('rows'), bytes: sum('bytes') },
    files: files.map(({ path, kind, fromNs, toNs, rows, bytes, sha256 }) => ({
      ...{ path, kind, from: isoFromNs(fromNs), to: isoFromNs(toNs), rows, bytes, sha256 },
    })),
  };
}
