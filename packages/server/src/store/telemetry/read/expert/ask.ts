import {
  type ExportFormat,
  MAX_EXPORT_ROWS,
  type SqlAnswer,
  type SqlExportRequest,
  type SqlRequest,
} from '@pharos/core/api/sql';
import { z } from 'zod';
import type { ProjectScope } from '../../../scope.ts';
import type { PrintFormat, Queries } from '../../driver.ts';
import { render } from '../sql.ts';
import { type Bounds, expertStatement } from './statement.ts';
import { toldError } from './told-errors.ts';

const TIMEOUT_MS = 15_000;
const MEMORY_BYTES = 256 * 2 ** 20;
const MAX_ANSWER_BYTES = 16 * 2 ** 20;
const MAX_EXPORT_BYTES = 64 * 2 ** 20;

/** What the engine prints as JSONCompact, as far as it is told on. */
const printedSchema = z.object({
  meta: z.array(z.object({ name: z.string(), type: z.string() })),
  data: z.array(z.array(z.unknown())),
  statistics: z.object({ elapsed: z.number(), rows_read: z.number() }),
});

/** Answers a query that somebody wrote, about the rows of one project. @throws ApiError that its author understands. */
export async function askExpert(
  engine: Queries,
  scope: ProjectScope,
  { sql, limit }: SqlRequest,
): Promise<SqlAnswer> {
  const looked = limit + 1;
  const bounds = { limit: looked, maxRows: looked, maxBytes: MAX_ANSWER_BYTES };
  const bytes = await print(engine, scope, sql, 'JSONCompact', bounds);
  const { meta, data, statistics } = printedSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return {
    columns: meta.map(({ name, type }) => ({ name, type })),
    rows: data.slice(0, limit),
    truncated: data.length > limit,
    elapsedMs: Math.round(statistics.elapsed * 1e6) / 1e3,
    rowsRead: statistics.rows_read,
  };
}

const FORMATS: Readonly<Record<ExportFormat, PrintFormat>> = {
  csv: 'CSVWithNames',
  'json-lines': 'JSONEachRow',
  parquet: 'Parquet',
};

/** The whole answer as a file, or an error: never a part of it. */
export const exportExpert = (
  engine: Queries,
  scope: ProjectScope,
  { sql, format }: SqlExportRequest,
): Promise<Uint8Array> =>
  print(engine, scope, sql, FORMATS[format], {
    limit: MAX_EXPORT_ROWS + 1,
    maxRows: MAX_EXPORT_ROWS,
    maxBytes: MAX_EXPORT_BYTES,
  });

async function print(
  engine: Queries,
  scope: ProjectScope,
  text: string,
  format: PrintFormat,
  bounds: Bounds,
): Promise<Uint8Array> {
  try {
    const { sql, params } = render(expertStatement(scope, text, bounds));
    return await engine.print(sql, params, format, {
      lane: 'experts',
      timeoutMs: TIMEOUT_MS,
      memoryBytes: MEMORY_BYTES,
      maxBytes: bounds.maxBytes,
    });
  } catch (error) {
    throw toldError(error, text);
  }
}
