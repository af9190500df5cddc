import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { isRow } from '../systems/rows.ts';
import { together } from '../transfer/gather.ts';
import type { List, Load, Row } from '../transfer/list.ts';
import { Failure, UsageError } from '../world.ts';
import { csvRows } from './csv.ts';
import { jsonObjects } from './json-objects.ts';

const PAGE_ROWS = 500;
const PAGE_BYTES = 8_000_000;
/** Where answers of an API were kept as they were, the list is in one of these. */
const WRAPPERS = ['data', 'runs'];

/** An export as a list whose positions are counts of rows. `load` says what a row is. */
export function fileList(path: string, load: (row: Row) => readonly Load[] | undefined): List {
  const { size } = openable(path);
  let opened: { rows: AsyncGenerator<Row>; source: ReadStream; at: number } | undefined;

  async function openAt(wanted: number) {
    if (opened?.at === wanted) return opened;
    const source = createReadStream(path);
    const rows = rowsOf(path, source);
    let at = 0;
    while (at < wanted && !(await rows.next()).done) at++;
    opened = { rows, source, at };
    return opened;
  }

  return {
    name: basename(path),
    async page(position = '0') {
      try {
        const file = await openAt(Number(position));
        const end = file.source.bytesRead + PAGE_BYTES;
        const found: Row[] = [];
        let isDone = false;
        while (found.length < PAGE_ROWS && (found.length === 0 || file.source.bytesRead < end) && !isDone) {
          const { value, done } = await file.rows.next();
          if (done) isDone = true;
          else found.push(value);
        }
        file.at += found.length;
        const loads = found.map(load);
        const unread = loads.filter((each) => each === undefined).length;
        return {
          loads: together(loads.flatMap((each) => each ?? [])),
          unread: Array.from({ length: unread }, () => 'a row that is nothing this system exports'),
          next: isDone ? undefined : String(file.at),
          progress: { read: file.source.bytesRead, of: size },
        };
      } catch (error) {
        throw new Failure(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function openable(path: string) {
  try {
    const stat = statSync(path);
    if (stat.isFile()) return stat;
  } catch {
    // Said below.
  }
  throw new UsageError(`--from is neither an address nor a file that can be read: ${path}`);
}

async function* rowsOf(path: string, source: ReadStream): AsyncGenerator<Row> {
  const isZipped = path.endsWith('.gz');
  const bytes = isZipped ? source.pipe(createGunzip()) : source;
  // What breaks reading has to break whoever waits for what comes of it.
  if (isZipped) source.on('error', (error) => bytes.destroy(error));
  const pieces = bytes.setEncoding('utf8') as AsyncIterable<string>;
  if (/\.csv(\.gz)?$/i.test(path)) yield* csvRows(pieces);
  else
    for await (const text of jsonObjects(pieces)) {
      const row: unknown = JSON.parse(text);
      if (isRow(row)) yield* unwrapped(row);
    }
}

function unwrapped(row: Row): readonly Row[] {
  if (row.id !== undefined) return [row];
  const list = WRAPPERS.map((key) => row[key]).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.filter(isRow) : [row];
}
