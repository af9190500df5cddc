/** A bound value. Arrays bind as Array(String) and the like, named in the SQL as {name:Type}. */
export type Param = string | number | bigint | boolean | readonly (string | number | bigint)[];

export interface QueryOptions {
  /** The engine stops the query after this time; default 30 s. */
  timeoutMs?: number;
  /** Aborting ends the promise at once and kills the query in the engine. */
  signal?: AbortSignal;
}

/**
 * The engine, embedded or remote, behind four verbs. The SQL text is the same on both. A driver hides sessions,
 * pools, settings and aborts; it never retries.
 */
export interface Driver {
  readonly kind: 'embedded' | 'remote';
  /** Rows as objects. 64-bit integers and decimals arrive as strings, DateTime64 as the engine prints it. */
  query<Row>(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<Row[]>;
  command(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<void>;
  /** Appends RowBinary rows in the given columns. Resolves when they are on disk (fsync). */
  insert(table: string, columns: readonly string[], rows: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}
