import type { QueryOptions } from '../../driver.ts';
import { trusted } from '../sql.ts';

const MIB = 2 ** 20;

/**
 * How statements run that look at every call of a range: with half of what one may take of memory, of which what does not fit in a
 * quarter goes to disk, and an end.
 */
const LIMITS = `SETTINGS do_not_merge_across_partitions_select_final = 1, max_memory_usage = ${1024 * MIB},
  max_bytes_before_external_group_by = ${256 * MIB}, max_bytes_before_external_sort = ${256 * MIB}`;

/** For whoever waits. */
export const HEAVY = trusted(LIMITS);
export const HEAVY_OPTIONS: QueryOptions = { timeoutMs: 60_000 };

/** In the background: the other cores are for those who wait. */
export const BACKGROUND = trusted(`${LIMITS}, max_threads = 1`);
export const BACKGROUND_OPTIONS: QueryOptions = { timeoutMs: 180_000 };
