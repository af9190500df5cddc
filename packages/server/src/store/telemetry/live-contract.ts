import type { LiveItems } from '@pharos/core/api/live';
import type { ProjectScope } from '../scope.ts';

/** What a screen of now asks of spans. A span counts where it ended; those that took more than a quarter of an hour are left out. */
export interface LiveReader {
  /** What ended in the minutes that rates are told of, in stretches by their beginning in milliseconds, of those that have any. */
  rates(scope: ProjectScope, signal?: AbortSignal): Promise<Map<number, LiveItems['rates']>>;
  /** Steps that failed in the same time, the latest first: at most so many, and how many there are. */
  failures(
    scope: ProjectScope,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ total: number; latest: LiveItems['errors'][] }>;
}
