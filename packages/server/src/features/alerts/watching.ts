import type { Reading } from '@pharos/core/alerts/evaluate';
import type { WatchKind, WatchOf } from '@pharos/core/alerts/watch';
import type { ProjectScope } from '../../store/scope.ts';

/** Where groups come from that no Question asks for, by what is watched. */
export type Watching = {
  [Kind in Exclude<WatchKind, 'metric'>]: (
    project: ProjectScope,
    watch: WatchOf<Kind>,
    atMs: number,
    signal: AbortSignal,
  ) => Promise<Reading[]>;
};
