import type { Layout } from './layout.ts';

/** A bound value. Arrays bind as Array(String) and the like, named in the SQL as {name:Type}. */
export type Param = string | number | bigint | boolean | readonly (string | number | bigint)[];

/**
 * Who asks. What ingest looks up never waits behind readers, however many there are, and neither of them behind queries
 * that experts wrote or what is worked out in the background.
 */
export type Lane = 'readers' | 'experts' | 'ingest' | 'background';

export interface QueryOptions {
  /** The query ends after this time, the wait for its turn included; default 30 s. */
  timeoutMs?: number;
  /** Default `readers`; of commands, default is where rows are written. */
  lane?: Lane;
  /** A query that needs more memory is refused; what is more than any query may have counts as that. */
  memoryBytes?: number;
  /** Aborting ends the promise at once and kills the query in the engine. */
  signal?: AbortSignal;
}

export interface PrintOptions extends QueryOptions {
  /** What is printed is held in memory: an answer of more bytes is an EngineError with code TOO_LARGE of engine-errors.ts. */
  maxBytes: number;
}

/** Forms in which the engine itself prints an answer. */
export type PrintFormat = 'JSONCompact' | 'JSONEachRow' | 'CSVWithNames' | 'Parquet';

/** All that a reader needs of the engine. */
export interface Queries {
  /** Rows as objects. 64-bit integers and decimals arrive as strings, DateTime64 as the engine prints it. */
  query<Row>(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<Row[]>;
  /** The whole answer as the engine prints it, or none of it. */
  print(
    sql: string,
    params: Record<string, Param>,
    format: PrintFormat,
    options: PrintOptions,
  ): Promise<Uint8Array>;
}

/** The same engine, whose queries end when `signal` aborts. */
export const abortable = (engine: Queries, signal: AbortSignal | undefined): Queries =>
  signal === undefined
    ? engine
    : {
        query: (sql, params, options) => engine.query(sql, params, { signal, ...options }),
        print: (sql, params, format, options) => engine.print(sql, params, format, { signal, ...options }),
      };

/**
 * The engine, embedded or remote, behind five verbs. The SQL text is the same on both. A driver hides sessions,
 * pools, settings and aborts; it never retries.
 */
export interface Driver extends Queries {
  readonly kind: 'embedded' | 'remote';
  readonly layout: Layout;
  /** False while calls are refused at once because no engine answers. */
  readonly isUp: boolean;
  command(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<void>;
  /** Appends RowBinary rows in the given columns. Resolves when they are on disk (fsync). */
  insert(table: string, columns: readonly string[], rows: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}
