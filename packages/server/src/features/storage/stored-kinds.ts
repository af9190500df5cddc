import { DAY_MS } from '@pharos/core/retention/past';
import type { Parts } from '../../http/parts.ts';
import { filesByDay } from '../../store/records/media.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryStorage } from '../../store/telemetry/storage/storage.ts';
import { byKind, type SizedKind } from './by-kind.ts';

/** Ages are told apart so far, so that a forecast knows when they end. */
const MOST_DAYS = 4_000;

/** What a project takes by kind, files included; undefined: all projects together. */
export type StoredKinds = (project: ProjectScope | undefined, signal?: AbortSignal) => Promise<SizedKind[]>;

export const storedKinds =
  (
    { records, clock }: Pick<Parts, 'records' | 'clock'>,
    storage: Pick<TelemetryStorage, 'stored'>,
  ): StoredKinds =>
  async (project, signal) => {
    const stored = await storage.stored(project, signal && { signal });
    const files = await filesByDay(records, project);
    return byKind(stored, files, Math.floor(clock.nowMs() / DAY_MS), MOST_DAYS);
  };
