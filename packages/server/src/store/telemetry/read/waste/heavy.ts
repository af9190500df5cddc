import type { QueryOptions } from '../../driver.ts';
import { BACKGROUND_TIMEOUT_MS } from '../../settings.ts';
import { trusted } from '../sql.ts';

const MEMORY_BYTES = 2 ** 30;

/** How statements run that look at every call of a range: with a share of the memory, of which what does not fit in a quarter goes to disk. */
const SPILLING = `SETTINGS do_not_merge_across_partitions_select_final = 1,
  max_bytes_ratio_before_external_group_by = 0.25, max_bytes_ratio_before_external_sort = 0.25`;

/** For whoever waits. */
export const HEAVY = trusted(SPILLING);
export const HEAVY_OPTIONS: QueryOptions = { timeoutMs: 60_000, memoryBytes: MEMORY_BYTES };

/** In the background: the other cores, and the sessions of readers, are for those who wait. */
export const BACKGROUND = trusted(`${SPILLING}, max_threads = 1`);
export const BACKGROUND_OPTIONS: QueryOptions = {
  ...{ lane: 'background', timeoutMs: BACKGROUND_TIMEOUT_MS, memoryBytes: MEMORY_BYTES },
};
