import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import type { Driver, Lane, Param, PrintFormat, PrintOptions, QueryOptions } from './driver.ts';
import { EngineError, engineError, QueryTimeout, tooLarge } from './engine-errors.ts';
import { bindLiterals } from './literals.ts';
import {
  backstopSeconds,
  INSERT_SETTINGS,
  INSERT_TIMEOUT_MS,
  MAX_QUERY_BYTES,
  OUTPUT_SETTINGS,
  timeoutOf,
} from './settings.ts';

export interface RemoteOptions {
  /** With user, password and database, as in http://user:password@host:8123/database. */
  url: string;
  /** Requests that run at the same time, of readers, of experts and of ingest each. */
  connections?: number;
  /** Compresses what is inserted; for a slow network. */
  gzip?: boolean;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Whatever the user's profile on the server says: an answer that comes before the rows are on disk is no answer. */
const COMMIT_BEFORE_ANSWER: ClickHouseSettings = { async_insert: 0, wait_for_async_insert: 1 };

/** Values travel in the URL, of which servers and what stands before them take only so much: longer ones are literals of the text. */
const MAX_URL_VALUES = 4_096;

/** An answer that fails on the way would end like one that is whole. */
const WHOLE_BEFORE_ANSWER: ClickHouseSettings = { wait_end_of_query: 1 };

/** Opens a server by its URL; fails when it does not answer. */
export async function openRemote(options: RemoteOptions): Promise<Driver> {
  const connect = () =>
    createClient({
      url: options.url,
      application: 'pharos',
      log: { level: ClickHouseLogLevel.OFF },
      max_open_connections: options.connections ?? 10,
      request_timeout: INSERT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
      compression: { request: options.gzip ?? false, response: false },
      clickhouse_settings: OUTPUT_SETTINGS as ClickHouseSettings,
    });
  const driver = new RemoteDriver({
    readers: connect(),
    experts: connect(),
    ingest: connect(),
    background: connect(),
  });
  try {
    await driver.greet();
  } catch (error) {
    await driver.close();
    throw error;
  }
  return driver;
}

interface Call {
  query: string;
  query_params?: Record<string, Param>;
  query_id: string;
  abort_signal: AbortSignal;
  clickhouse_settings: ClickHouseSettings;
}

class RemoteDriver implements Driver {
  readonly kind = 'remote';
  readonly #clients: Readonly<Record<Lane, ClickHouseClient>>;
  #queryBytes = Number.POSITIVE_INFINITY;

  constructor(clients: Readonly<Record<Lane, ClickHouseClient>>) {
    this.#clients = clients;
  }

  /** Makes sure that the server answers, and learns how much memory it gives a query. */
  async greet(): Promise<void> {
    const answer = await this.#clients.ingest.ping();
    if (!answer.success)
      throw new EngineError('The ClickHouse server does not answer.', undefined, answer.error);
    const [own] = await this.query<{ bytes: string }>(`SELECT getSetting('max_memory_usage') AS bytes`);
    this.#queryBytes = Number(own?.bytes ?? 0) || Number.POSITIVE_INFINITY;
  }

  query<Row>(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<Row[]> {
    return this.#call(sql, params, options, async (call) => {
      const answer = await this.#clients[options?.lane ?? 'readers'].query({
        ...call,
        format: 'JSONEachRow',
      });
      return answer.json<Row>();
    });
  }

  print(
    sql: string,
    params: Record<string, Param>,
    format: PrintFormat,
    options: PrintOptions,
  ): Promise<Uint8Array> {
    return this.#call(
      `${sql}\nFORMAT ${format}`,
      params,
      options,
      async ({ clickhouse_settings, ...call }) => {
        const { stream } = await this.#clients[options.lane ?? 'readers'].exec({
          ...call,
          clickhouse_settings: { ...clickhouse_settings, ...WHOLE_BEFORE_ANSWER },
        });
        const chunks: Buffer[] = [];
        let bytes = 0;
        for await (const chunk of stream) {
          bytes += chunk.length;
          if (bytes > options.maxBytes) throw tooLarge(options.maxBytes);
          chunks.push(chunk);
        }
        return Buffer.concat(chunks);
      },
    );
  }

  async command(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<void> {
    await this.#call(sql, params, options, (call) => this.#clients[options?.lane ?? 'ingest'].command(call));
  }

  async insert(table: string, columns: readonly string[], rows: readonly Uint8Array[]): Promise<void> {
    if (rows.length === 0) return;
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT RowBinary`;
    await this.#call(sql, undefined, { timeoutMs: INSERT_TIMEOUT_MS }, ({ clickhouse_settings, ...call }) =>
      this.#clients.ingest
        .exec({
          ...call,
          values: Readable.from(rows, { objectMode: false }),
          clickhouse_settings: {
            ...clickhouse_settings,
            ...(INSERT_SETTINGS as ClickHouseSettings),
            ...COMMIT_BEFORE_ANSWER,
          },
        })
        .then(async ({ stream }) => {
          for await (const _ of stream);
        }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#clients).map((client) => client.close()));
  }

  /** Ends a call at its time limit or at an abort, for the caller and in the engine. */
  async #call<Answer>(
    sql: string,
    params: Record<string, Param> = {},
    options: QueryOptions | undefined,
    send: (call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    const timeoutMs = timeoutOf(options);
    const timeout = AbortSignal.timeout(timeoutMs);
    const abort = options?.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    const query_id = randomUUID();
    const inUrl = fitsUrl(params);
    options?.signal?.throwIfAborted();
    try {
      return await send({
        ...(inUrl ? { query: sql, query_params: params } : { query: bindLiterals(sql, params) }),
        query_id,
        abort_signal: abort,
        clickhouse_settings: {
          ...(!inUrl && { max_query_size: String(MAX_QUERY_BYTES) }),
          max_execution_time: backstopSeconds(timeoutMs),
          ...(options?.memoryBytes !== undefined && {
            max_memory_usage: String(Math.min(options.memoryBytes, this.#queryBytes)),
          }),
        },
      });
    } catch (error) {
      if (!abort.aborted) throw engineError(error, timeoutMs);
      this.#kill(query_id);
      throw timeout.aborted ? new QueryTimeout(timeoutMs) : options?.signal?.reason;
    }
  }

  #kill(query_id: string): void {
    this.#clients.ingest
      .command({ query: 'KILL QUERY WHERE query_id = {id:String} ASYNC', query_params: { id: query_id } })
      .catch(() => undefined);
  }
}

function fitsUrl(params: Record<string, Param>): boolean {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) values.append(name, String(value));
  return values.toString().length <= MAX_URL_VALUES;
}
