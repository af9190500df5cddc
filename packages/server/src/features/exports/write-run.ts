import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ExportDefinition, ExportFileFormat, ExportKind } from '@pharos/core/exports/export';
import { type Clock, isoFromNs } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { FILES } from './files.ts';
import { MANIFEST, manifestOf } from './manifest.ts';
import { type Printed, printedParts } from './printed.ts';
import { rowsIn } from './rows-in.ts';
import { filesOf, foldersOf, noteFile, type Taken } from './run-queries.ts';
import type { Target } from './targets/target.ts';

export interface Writing {
  records: Records;
  reader: Pick<TelemetryReader, 'exportSteps' | 'printExport'>;
  target: Target;
  project: ProjectScope;
  definition: ExportDefinition;
  clock: Clock;
  leasedUntil(): Date;
  /** Asked after each file. */
  goesOn(): boolean;
  onFile(bytes: number, rows: number): void;
  signal: AbortSignal;
}

const PART_ROWS: Readonly<Record<ExportFileFormat, number>> = { jsonl: 20_000, parquet: 50_000 };
const MAX_FILE_BYTES = 64 * 2 ** 20;
const MAX_FILES = 20_000;
const zipped = promisify(gzip);

/** Writes what a run still lacks, its manifest last. False when others had to be given way to before all was written. */
export async function writeRun(run: Taken, writing: Writing): Promise<boolean> {
  const { records, target, definition, clock, leasedUntil, goesOn, onFile, signal } = writing;
  const root = rootOf(run);
  const folders = await foldersOf(records, run.id);
  // Nothing is put there by whoever had the run before another took it over.
  let leaseEnds = leasedUntil();
  const whileLeased = () => {
    const leftMs = Math.max(0, leaseEnds.getTime() - clock.nowMs());
    return AbortSignal.any([signal, AbortSignal.timeout(leftMs)]);
  };
  let files = [...folders.values()].reduce((sum, each) => sum + each, 0);
  for await (const { kind, fromNs, toNs, bytes: printed } of partsLeft(run, writing)) {
    const rows = rowsIn[definition.format](printed);
    if (rows === 0) continue;
    if (++files > MAX_FILES)
      throw new ApiError('invalid_request', {
        message: `It would be more than ${MAX_FILES} files: take shorter ranges.`,
      });
    const bytes = definition.format === 'jsonl' ? await zipped(printed) : printed;
    const folder = `${kind}/${isoFromNs(fromNs).slice(0, 10)}`;
    const place = (folders.get(folder) ?? 0) + 1;
    const path = `${folder}/${String(place).padStart(4, '0')}.${FILES[definition.format].extension}`;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await target.put(`${root}/${path}`, bytes, whileLeased());
    leaseEnds = leasedUntil();
    const file = { path, kind, fromNs, toNs, rows, bytes: bytes.byteLength, sha256 };
    if (!(await noteFile(records, run, file, leaseEnds))) return false;
    folders.set(folder, place);
    onFile(file.bytes, rows);
    if (!goesOn()) return false;
  }
  const manifest = manifestOf(run, definition, await filesOf(records, run.id), clock.nowMs());
  const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  await target.put(`${root}/${MANIFEST}`, text, whileLeased());
  return true;
}

/** A folder of its own: of the export, and in it of the stretch of time. */
const rootOf = ({ exportId, beginsAt, endsAt }: Taken): string =>
  `${exportId}/${[beginsAt, endsAt].map((time) => time.toISOString().replace(/[-:]|\.000/g, '')).join('_')}`;

/** All kinds in order, each from where its files end. */
async function* partsLeft(
  { kind: current, cursorNs, beginsAt, endsAt }: Taken,
  { reader, project, definition, signal }: Writing,
): AsyncGenerator<Printed & { kind: ExportKind }> {
  const { kinds, format, texts, environment } = definition;
  const [beginNs, toNs] = [beginsAt, endsAt].map((time) => BigInt(time.getTime()) * 1_000_000n) as [
    bigint,
    bigint,
  ];
  const first = current === null ? 0 : kinds.indexOf(current);
  for (const kind of kinds.slice(first)) {
    const fromNs = kind === current && cursorNs !== null ? cursorNs : beginNs;
    const asked = { kind, texts, environment, fromNs, toNs, lane: 'background' } as const;
    const print = { format, maxBytes: MAX_FILE_BYTES };
    const parts = printedParts({ reader, project, asked, print, partRows: PART_ROWS[format], signal });
    for await (const part of parts) yield { ...part, kind };
  }
}
