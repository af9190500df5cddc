import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import type { Driver, Lane, Param, PrintFormat, PrintOptions, QueryOptions } from './driver.ts';
import { EngineDown, EngineError, engineError, QueryTimeout, tooLarge } from './engine-errors.ts';
import { EngineHealth, type HealthTimes, type OnHealth } from './engine-health.ts';
import { clustered, type Layout, ONE_SERVER } from './layout.ts';
import { bindLiterals } from './literals.ts';
import { Servers } from './servers.ts';
import {
  backstopSeconds,
  clusterSettings,
  INSERT_SETTINGS,
  INSERT_TIMEOUT_MS,
  MAX_QUERY_BYTES,
  OUTPUT_SETTINGS,
  type Quorum,
  quorumSettings,
  timeoutOf,
} from './settings.ts';

export interface RemoteOptions {
  /** Of servers that each can do all, with user, password and database, as in http://user:password@host:8123/database. */
  urls: readonly [string, ...string[]];
  /** The cluster, as the servers call it, that the store is spread over. */
  cluster?: string | undefined;
  /** Replicas that hold what is inserted before it is answered. */
  quorum?: Quorum | undefined;
  onHealth?: OnHealth;
  /** Shorter in tests. */
  times?: Partial<HealthTimes>;
  /** The driver begins as of an engine that is down; awakened when one answers, it is up. */
  awaken?: () => Promise<void>;
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

/** Opens a server, or a cluster by its servers; fails when none answers, unless it may `awaken` later. */
export async function openRemote(options: RemoteOptions): Promise<Driver> {
  const connect = (url: string, lane: Lane, more: ClickHouseClientConfigOptions = {}) =>
    createClient({
      url,
      application: 'pharos',
      log: { level: ClickHouseLogLevel.OFF },
      max_open_connections: options.connections ?? 10,
      request_timeout: INSERT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
      compression: { request: options.gzip ?? false, response: false },
      clickhouse_settings: {
        ...OUTPUT_SETTINGS,
        ...(options.cluster !== undefined && clusterSettings(lane)),
        ...quorumSettings(options.quorum),
      } as ClickHouseSettings,
      ...more,
    });
  const [first, ...others] = options.urls;
  const server = (url: string): Clients => ({
    readers: connect(url, 'readers'),
    experts: connect(url, 'experts'),
    ingest: connect(url, 'ingest'),
    background: connect(url, 'background'),
    // A connection of its own, each time a new one: it waits behind nothing, and a lost one tells nothing of the next.
    prober: connect(url, 'ingest', { max_open_connections: 1, keep_alive: { enabled: false } }),
  });
  const driver = new RemoteDriver(
    new Servers([server(first), ...others.map(server)]),
    options.cluster === undefined ? ONE_SERVER : clustered(options.cluster),
    options,
  );
  if (options.awaken) {
    driver.sleep(options.awaken);
    return driver;
  }
  try {
    await driver.greet();
  } catch (error) {
    await driver.close();
    throw error;
  }
  return driver;
}

type Clients = Readonly<Record<Lane | 'prober', ClickHouseClient>>;

interface Call {
  query: string;
  query_params?: Record<string, Param>;
  query_id: string;
  abort_signal: AbortSignal;
  clickhouse_settings: ClickHouseSettings;
}

class RemoteDriver implements Driver {
  readonly kind = 'remote';
  readonly layout: Layout;
  readonly #servers: Servers<Clients>;
  readonly #health: EngineHealth;
  #queryBytes = Number.POSITIVE_INFINITY;

  constructor(
    servers: Servers<Clients>,
    layout: Layout,
    { onHealth, times }: Pick<RemoteOptions, 'onHealth' | 'times'>,
  ) {
    this.#servers = servers;
    this.layout = layout;
    this.#health = new EngineHealth((signal) => this.greet(signal), onHealth, times);
  }

  get isUp(): boolean {
    return this.#health.isUp;
  }

  /** Makes sure that a server answers, the next where one does not, and learns how much memory it gives a query. */
  async greet(signal: AbortSignal = AbortSignal.timeout(CONNECT_TIMEOUT_MS)): Promise<void> {
    for (let tried = 1; ; tried++) {
      const server = this.#servers.now;
      try {
        return await this.#greet(server, signal);
      } catch (error) {
        if (error instanceof EngineDown) this.#servers.failed(server);
        if (!(error instanceof EngineDown) || tried === this.#servers.all.length) throw error;
      }
    }
  }

  async #greet(server: Clients, abort_signal: AbortSignal): Promise<void> {
    try {
      const answer = await server.prober.query({
        query: `SELECT getSetting('max_memory_usage') AS bytes`,
        format: 'JSONEachRow',
        abort_signal,
      });
      const [own] = await answer.json<{ bytes: string }>();
      this.#queryBytes = Number(own?.bytes ?? 0) || Number.POSITIVE_INFINITY;
    } catch (error) {
      throw ofRemote(error, CONNECT_TIMEOUT_MS);
    }
  }

  /** Refuses calls until a server answers and is awakened. */
  sleep(awaken: () => Promise<void>): void {
    this.#health.sleep(awaken);
  }

  query<Row>(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<Row[]> {
    return this.#call(sql, params, options, async (call, clients) => {
      const answer = await clients[options?.lane ?? 'readers'].query({
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
      async ({ clickhouse_settings, ...call }, clients) => {
        const { stream } = await clients[options.lane ?? 'readers'].exec({
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
    await this.#call(sql, params, options, (call, clients) =>
      clients[options?.lane ?? 'ingest'].command(call),
    );
  }

  async insert(table: string, columns: readonly string[], rows: readonly Uint8Array[]): Promise<void> {
    if (rows.length === 0) return;
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT RowBinary`;
    await this.#call(
      sql,
      undefined,
      { timeoutMs: INSERT_TIMEOUT_MS },
      ({ clickhouse_settings, ...call }, clients) =>
        clients.ingest
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
    this.#health.close();
    const clients = this.#servers.all.flatMap((each) => Object.values(each));
    await Promise.all(clients.map((client) => client.close()));
  }

  /** Ends a call at its time limit, at an abort or when no server is found to answer, for the caller and in the engine. */
  #call<Answer>(
    sql: string,
    params: Record<string, Param> = {},
    options: QueryOptions | undefined,
    send: (call: Call, clients: Clients) => Promise<Answer>,
  ): Promise<Answer> {
    return this.#health.run(async (down) => {
      const timeoutMs = timeoutOf(options);
      const timeout = AbortSignal.timeout(timeoutMs);
      const abort = AbortSignal.any([timeout, down, ...(options?.signal ? [options.signal] : [])]);
      const query_id = randomUUID();
      const server = this.#servers.now;
      const inUrl = fitsUrl(params);
      options?.signal?.throwIfAborted();
      try {
        const call = {
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
        };
        return await send(call, server);
      } catch (error) {
        if (!abort.aborted) {
          const failure = ofRemote(error, timeoutMs);
          if (failure instanceof EngineDown) this.#servers.failed(server);
          throw failure;
        }
        if (down.aborted) throw down.reason;
        this.#kill(server, query_id);
        throw timeout.aborted ? new QueryTimeout(timeoutMs) : options?.signal?.reason;
      }
    });
  }

  #kill(server: Clients, query_id: string): void {
    server.ingest
      .command({ query: 'KILL QUERY WHERE query_id = {id:String} ASYNC', query_params: { id: query_id } })
      .catch(() => undefined);
  }
}

/** An error without the engine's own number came from no engine: nobody listens, or what stands before it answered. */
function ofRemote(cause: unknown, timeoutMs: number): Error {
  const error = engineError(cause, timeoutMs);
  return error instanceof EngineError && error.code === undefined ? new EngineDown(cause) : error;
}

function fitsUrl(params: Record<string, Param>): boolean {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) values.append(name, String(value));
  return values.toString().length <= MAX_URL_VALUES;
}
