import type { Lane, QueryOptions } from './driver.ts';

/** How both drivers ask the engine to print rows, so that they read the same. */
export const OUTPUT_SETTINGS: Readonly<Record<string, string | number>> = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 0,
  output_format_json_escape_forward_slashes: 0,
  date_time_output_format: 'simple',
};

/**
 * A batch is parsed on one core, leaving the other to the readers, and may hold spans of any number of days. Indexes
 * are built when parts are merged: doing so at every insert as well costs three times as much work in all.
 */
export const INSERT_SETTINGS: Readonly<Record<string, number>> = {
  max_insert_threads: 1,
  max_threads: 1,
  max_partitions_per_insert_block: 0,
  materialize_skip_indexes_on_insert: 0,
};

/** How many replicas, or most of them. */
export type Quorum = number | 'auto';

/** What is answered is on so many replicas, and whoever reads it for writing finds it on each of them. */
export const quorumSettings = (quorum: Quorum | undefined): Readonly<Record<string, string | number>> =>
  quorum === undefined
    ? {}
    : { insert_quorum: quorum, insert_quorum_parallel: 1, insert_quorum_timeout: 60_000 };

/**
 * Of a store that is spread over shards. A row is on its shard before an insert is answered. Part of the data is never
 * taken for all of it. What a query names besides is the same on every shard (GLOBAL), not the shard's own part of it. Whoever
 * writes looks up what was written just now, so writing and looking up prefer the same replica, the first that is there.
 */
export const clusterSettings = (lane: Lane): Readonly<Record<string, string | number>> => ({
  distributed_foreground_insert: 1,
  skip_unavailable_shards: 0,
  distributed_product_mode: 'global',
  optimize_skip_unused_shards: 1,
  parallel_distributed_insert_select: 0,
  ...(lane === 'ingest' || lane === 'background'
    ? { load_balancing: 'in_order', prefer_localhost_replica: 0 }
    : { load_balancing: 'random' }),
});

export const settingsText = (settings: Readonly<Record<string, number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');

/** Of a statement with its values; of texts without such a limit the engine takes 256 KiB. */
export const MAX_QUERY_BYTES = 64 * 2 ** 20;

const DEFAULT_TIMEOUT_MS = 30_000;
export const INSERT_TIMEOUT_MS = 120_000;
/** Of what is worked out in the background, the wait for others there included. */
export const BACKGROUND_TIMEOUT_MS = 180_000;

export const timeoutOf = (options: QueryOptions | undefined): number =>
  options?.timeoutMs ?? DEFAULT_TIMEOUT_MS;

/** The engine's own limit, a backstop behind ours, in whole seconds. */
export const backstopSeconds = (timeoutMs: number): number => Math.ceil(timeoutMs / 1000) + 1;
