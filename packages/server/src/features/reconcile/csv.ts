import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { SourceRow } from '@pharos/core/reconcile/json-rows';
import { CsvError, type Info, parse } from 'csv-parse';

const SLICE = 64 << 10;
const MAX_RECORD = 64 << 10;
const DELIMITERS = [',', ';', '\t'] as const;

/** Whoever waits for the process has its turn between two slices. */
async function* slices(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += SLICE) {
    yield text.slice(from, from + SLICE);
    await setImmediate();
  }
}

/** Spreadsheets of other countries and clipboards do not separate by commas: the header line tells. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const header = text.slice(0, Math.min(end < 0 ? text.length : end, MAX_RECORD));
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** A CSV file: first its columns in lower case, then row after row; where it is broken nothing after it can be told, and it ends with the line. */
export async function* csvRows(
  text: string,
): AsyncGenerator<{ columns: string[] } | { row: SourceRow } | { broken: string }> {
  const parser = Readable.from(slices(text)).pipe(
    parse({
      ...{ bom: true, delimiter: delimiterOf(text), info: true, trim: true, skip_empty_lines: true },
      ...{ relax_column_count: true, relax_quotes: true, max_record_size: MAX_RECORD },
    }),
  );
  let columns: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (columns === undefined) {
        columns = record.map((name) => name.toLowerCase());
        yield { columns };
        continue;
      }
      const cells = new Map<string, string>();
      for (const [i, cell] of record.entries()) {
        const column = columns[i];
        if (column !== undefined && !cells.has(column)) cells.set(column, cell);
      }
      yield { row: { at: String(info.lines), cells } };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { broken: String(error.lines ?? '') };
  }
}
