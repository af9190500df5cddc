import type { Language } from '@pharos/core/language';
import type { ProjectScope } from '../store/scope.ts';

/** What goes with a mail. */
export interface Enclosure {
  /** Below its summary: rows of its sheet. */
  rows: readonly string[];
  /** What the rows show as `cid:<cid>`. */
  pictures: readonly { cid: string; png: Buffer }[];
  files: readonly { name: string; type: string; content: Buffer }[];
}

/** What a mail encloses of a report that was made; undefined when it is no longer there. */
export type EncloseReport = (
  project: ProjectScope,
  runId: string,
  language: Language,
  signal: AbortSignal,
) => Promise<Enclosure | undefined>;
