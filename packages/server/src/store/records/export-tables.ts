import type { ExportState } from '@pharos/core/api/exports';
import type { ExportDefinition, ExportKind } from '@pharos/core/exports/export';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Numbers beyond 32 bits, which are read as text. */
type Large = ColumnType<string, bigint | number, bigint | number>;

/** What is given out as files, and how far that is. */
export interface ExportTables {
  exports: {
    id: string;
    projectId: string;
    /** Without the secrets of its target. */
    definition: JSONColumnType<ExportDefinition>;
    /** These; null when it has none. */
    sealed: string | null;
    enabled: boolean;
    /** Of a schedule: where its next window begins, and when that is exported. */
    nextFrom: Date | null;
    dueAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  exportRuns: {
    id: string;
    projectId: string;
    exportId: string;
    state: ExportState;
    beginsAt: Date;
    endsAt: Date;
    /** Up to where it is written. */
    kind: ExportKind | null;
    cursorNs: Large | null;
    files: Generated<number>;
    rows: ColumnType<string, never, bigint | number>;
    bytes: ColumnType<string, never, bigint | number>;
    /** How often it was begun since it last got further. */
    attempts: Generated<number>;
    /** How often it was taken: whoever took it last has the word. */
    takes: Generated<number>;
    takenAt: Date | null;
    /** Whoever has it says so until then; afterwards another may go on. */
    leasedUntil: Date | null;
    retryAt: Date | null;
    error: string | null;
    createdAt: Date;
    finishedAt: Date | null;
  };
  exportFiles: {
    runId: string;
    path: string;
    kind: ExportKind;
    fromNs: Large;
    toNs: Large;
    rows: Large;
    bytes: Large;
    sha256: string;
  };
}
