import type { Erased } from '@pharos/core/api/erasures';
import type { Driver } from '../driver.ts';
import { EngineError } from '../engine-errors.ts';
import { inBackground } from '../rollups/roll-up.ts';
import type { Whose } from './belongings.ts';
import { countOf, isChanging, type Removing, removeAll } from './erase.ts';
import { type FileRefs, filesNamedIn, stillNamed } from './files.ts';

export type { Whose };

/** Told of files that the user's texts name, before the texts go. */
export type NoteFiles = (refs: FileRefs) => Promise<void>;

/** Erases what the engine holds of a user. */
export interface TelemetryErasure {
  /** What there is, place by place. */
  count(whose: Whose, signal?: AbortSignal): Promise<Erased[]>;
  /** Takes all of it off the disk, of every replica. Done again it finds nothing. @throws EngineError, a temporary one, while the store is busy with other changes */
  remove(whose: Whose, noteFiles: NoteFiles | undefined, signal: AbortSignal): Promise<void>;
  /** Which of these files some text of the project still names. */
  stillNamed(project: string, refs: FileRefs, signal: AbortSignal): Promise<FileRefs>;
}

const NEVER = new AbortController().signal;

/** `most`: ids that one statement names. */
export const createTelemetryErasure = (driver: Driver, most?: number): TelemetryErasure => ({
  count: (whose, signal = NEVER) => countOf(inBackground(driver, signal), whose),
  async remove(whose, noteFiles, end) {
    const engine = inBackground(driver, end);
    if (await isChanging(engine))
      throw new EngineError('Other changes of the telemetry store are not done yet.', undefined);
    const before: Removing['before'] = async (portion) => {
      const refs = noteFiles ? await filesNamedIn(engine, whose.project, portion) : [];
      if (refs.length > 0) await noteFiles?.(refs);
    };
    await removeAll(engine, whose, { before, end, ...(most !== undefined && { most }) });
  },
  stillNamed: (project, refs, signal) => stillNamed(inBackground(driver, signal), project, refs),
});
