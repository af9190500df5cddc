import { z } from 'zod';

export const MAX_SQL_LENGTH = 20_000;
export const MAX_SQL_ROWS = 10_000;
export const MAX_EXPORT_ROWS = 1_000_000;

const sql = z.string().trim().min(1).max(MAX_SQL_LENGTH);

/** A SELECT over the tables that `GET /api/v1/sql/schema` tells of. */
export const sqlRequestSchema = z.object({
  sql,
  /** Rows beyond these are left out, and it is said. */
  limit: z.number().int().min(1).max(MAX_SQL_ROWS).default(1000),
});
export type SqlRequest = z.infer<typeof sqlRequestSchema>;

export const sqlAnswerSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      /** As the engine calls it: `String`, `UInt64`, `Decimal(38, 12)`, `Nullable(Float64)` … */
      type: z.string(),
    }),
  ),
  /** A list a row, in the order of the columns. Integers of 64 bits and decimals are texts, times ISO 8601 in UTC. */
  rows: z.array(z.array(z.unknown())),
  /** There is more than `limit`. */
  truncated: z.boolean(),
  elapsedMs: z.number(),
  /** How many stored rows were looked at. */
  rowsRead: z.number(),
});
export type SqlAnswer = z.infer<typeof sqlAnswerSchema>;

export const EXPORT_FORMATS = ['csv', 'json-lines', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const sqlExportRequestSchema = z.object({ sql, format: z.enum(EXPORT_FORMATS) });
export type SqlExportRequest = z.infer<typeof sqlExportRequestSchema>;

const described = z.object({ en: z.string(), 'zh-CN': z.string() });
export const sqlSchemaSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      description: described,
      /** The column that says when. */
      time: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string(), description: described })),
    }),
  ),
  functions: z.array(z.string()),
});
export type SqlSchema = z.infer<typeof sqlSchemaSchema>;
