import type { Page } from '@pharos/core/api/common';
import type { ErrorGroup, ErrorListQuery } from '@pharos/core/api/errors';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { notesOf } from './notes.ts';
import { withNote } from './present.ts';

interface ErrorSources {
  records: Records;
  reader: Pick<TelemetryReader, 'errors'>;
}

/** A page of the errors of a range, each with what somebody said of it. */
export async function listErrors(
  { records, reader }: ErrorSources,
  project: ProjectScope,
  query: ErrorListQuery,
  nowMs: number,
  signal: AbortSignal,
): Promise<Page<ErrorGroup>> {
  const page = await reader.errors(project, query, signal);
  const notes = await notesOf(
    records,
    project,
    page.data.map(({ group }) => group),
  );
  return { ...page, data: page.data.map((error) => withNote(error, notes.get(error.group), nowMs)) };
}
