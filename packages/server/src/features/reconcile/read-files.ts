import { setImmediate } from 'node:timers/promises';
import { MAX_STATEMENT_BYTES, type Mapping } from '@pharos/core/api/reconcile';
import { FORM_IDS } from '@pharos/core/reconcile/forms';
import { hasMore, jsonRows } from '@pharos/core/reconcile/json-rows';
import { mappedForm } from '@pharos/core/reconcile/mapped';
import { StatementError, StatementReader, type StatementReading } from '@pharos/core/reconcile/read';
import { daysBetween } from '@pharos/core/reconcile/zone';
import { ApiError } from '../../errors.ts';
import { csvRows } from './csv.ts';

const MAX_ROWS = 300_000;
const MAX_DAYS = 400;
const TURN_ROWS = 1_000;
/** So many rows of JSON are looked at for the names of columns: a row leaves out what it does not tell. */
const SAMPLE = 50;

interface File {
  name: string;
  content: string;
}

const refusal = (message: string, details?: unknown) => new ApiError('invalid_request', { message, details });

const REASONS: Record<StatementError['code'], (error: StatementError) => string> = {
  'unknown-form': ({ file, columns }) =>
    `${named(file)} is none of the exports that are known (${FORM_IDS.join(', ')}): its columns are ${columns.join(', ') || 'none'}. Say with a mapping which column is what.`,
  'providers-differ': ({ file }) =>
    `${named(file)} is of another provider than the files before it: import each provider's statement by itself.`,
  nothing: ({ file }) => `There is no usage and no cost in ${named(file)}, or no row of it could be read.`,
  'too-many-lines': () =>
    'The statement has more models and days than one may have: import it in parts of some months.',
};
const named = (file: string) => (file === '' ? 'The file' : `“${file}”`);

/** Reads the files of a statement, until nobody waits for it. @throws ApiError that says what is wrong with which. */
export async function readFiles(
  { files, mapping }: { files: readonly File[]; mapping?: Mapping | undefined },
  signal: AbortSignal,
): Promise<StatementReading> {
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MAX_STATEMENT_BYTES) throw new ApiError('payload_too_large');
  const seen = new Set<string>();
  for (const { name, content } of files) {
    if (seen.has(content)) throw refusal(`${named(name)} was given twice: its usage would count double.`);
    seen.add(content);
  }
  const reader = new StatementReader(mapping && mappedForm(mapping));
  try {
    let rows = 0;
    for (const file of files) {
      const isJson = /^[\s\uFEFF]*[[{]/.test(file.content);
      rows += await (isJson ? readJson : readCsv)(reader, file, signal);
      if (rows > MAX_ROWS) throw refusal(`There are more than ${MAX_ROWS} rows: export wider buckets.`);
    }
    const reading = reader.finish();
    const days = daysBetween(reading.from, reading.to).length;
    if (days <= MAX_DAYS) return reading;
    throw refusal(
      `From ${reading.from} to ${reading.to} are ${days} days, more than ${MAX_DAYS}: import it in parts.`,
    );
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const { code, file, columns } = error;
    throw refusal(REASONS[code](error), { reason: code, file, columns });
  }
}

async function readCsv(
  reader: StatementReader,
  { name, content }: File,
  signal: AbortSignal,
): Promise<number> {
  let rows = -1;
  for await (const found of csvRows(content)) {
    signal.throwIfAborted();
    if ('columns' in found) reader.begin(name, found.columns);
    else if ('row' in found) reader.row(found.row);
    else {
      throw refusal(
        `${named(name)} is a broken CSV: at line ${found.broken} a row does not end, as if a quote was left open or the file cut off. Nothing was taken from it.`,
      );
    }
    rows += 1;
    if (rows > MAX_ROWS) break;
  }
  if (rows < 0) throw refusal(`${named(name)} is empty.`);
  return rows;
}

async function readJson(
  reader: StatementReader,
  { name, content }: File,
  signal: AbortSignal,
): Promise<number> {
  const value = parsed(name, content);
  const columns = new Set<string>();
  let sampled = 0;
  for (const { cells } of jsonRows(value)) {
    for (const column of cells.keys()) columns.add(column);
    if (++sampled >= SAMPLE) break;
  }
  reader.begin(name, [...columns], hasMore(value));
  let rows = 0;
  for (const row of jsonRows(value)) {
    reader.row(row);
    rows += 1;
    if (rows % TURN_ROWS === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    if (rows > MAX_ROWS) break;
  }
  return rows;
}

function parsed(name: string, content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    throw refusal(`${named(name)} is no JSON: it may have been cut off.`);
  }
}
