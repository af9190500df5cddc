import type { QueryOptions } from './driver.ts';

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
