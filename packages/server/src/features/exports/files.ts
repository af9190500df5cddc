import type { ExportFileFormat } from '@pharos/core/exports/export';

/** What the files of each format are. */
export const FILES: Readonly<Record<ExportFileFormat, { type: string; extension: string }>> = {
  jsonl: { type: 'application/gzip', extension: 'jsonl.gz' },
  parquet: { type: 'application/vnd.apache.parquet', extension: 'parquet' },
};
