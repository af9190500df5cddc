import type { SqlTableName } from '@pharos/core/sql-tables';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';
import type { Lane } from './driver.ts';

/** Which rows of a table of core/sql-tables.ts are given out, with all of its columns. */
export interface ExportAsked extends TimeRange {
  kind: SqlTableName;
  /** Of spans, their input, output and details as well. */
  texts: boolean;
  /** Of this environment alone; '' is all. */
  environment: string;
  /** In which line it waits. */
  lane: Extract<Lane, 'experts' | 'background'>;
}

export interface ExportPrint {
  format: 'jsonl' | 'parquet';
  /** More are an error that `isTooLarge` of engine-errors.ts tells. */
  maxBytes: number;
}

/** Rows of a stretch of a range, counted from its beginning in steps. */
export interface ExportStep {
  step: number;
  rows: number;
}

/** What whole tables are given out with, a part after the other: whoever asks bounds the parts. */
export interface ExportReader {
  /** How many rows there are in each step of so many nanoseconds that has any, in order of time. */
  exportSteps(
    scope: ProjectScope,
    asked: ExportAsked,
    stepNs: bigint,
    signal?: AbortSignal,
  ): Promise<ExportStep[]>;
  /** All rows of the range in order of time, as a file, or an error: never a part of them. */
  printExport(
    scope: ProjectScope,
    asked: ExportAsked,
    print: ExportPrint,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}
