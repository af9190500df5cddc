import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ChdbResult, drainPending, Session } from 'chdb';
import { openFirst } from './data-directory.ts';
import type { Driver, Lane, Param, PrintFormat, PrintOptions, QueryOptions } from './driver.ts';
import { configured, EmbeddedSession, type Format } from './embedded-session.ts';
import { writeConfig } from './engine-config.ts';
import { engineError, QueryTimeout, tooLarge } from './engine-errors.ts';
import { ONE_SERVER } from './layout.ts';
import { bindLiterals, quoted } from './literals.ts';
import { rowsOfColumns } from './rows-of-columns.ts';
import { Scratch } from './scratch.ts';
import { SessionPool } from './session-pool.ts';
import { backstopSeconds, INSERT_SETTINGS, INSERT_TIMEOUT_MS, settingsText, timeoutOf } from './settings.ts';
import { TableHealer } from './table-healer.ts';
import type { ColdStorage } from './tiering/cold-storage.ts';

export interface EmbeddedOptions {
  /** The engine's directory; created when missing. */
  path: string;
  /** Queries that run at the same time. Each takes a thread: start Node with UV_THREADPOOL_SIZE=16. */
  readers?: number;
  /** The engine refuses a query rather than allocate more than this. */
  maxMemoryBytes?: number;
  /** A disk for what is old. */
  coldStorage?: ColdStorage | undefined;
  /** Of the engine's own settings, in place of what is written for it. */
  configFile?: string;
}

const GIB = 2 ** 30;
/** Of the memory, for blocks of columns as they were last unpacked: a page of charts reads the same ones many times. */
const UNPACKED_SHARE = 1 / 8;
const KILL_AGAIN_MS = 100;
/** Queries that experts wrote run and wait apart, and these are few: one of them may take what time it is given. */
const EXPERTS = 2;
const EXPERTS_WAITING = 16;
/** One statement at a time, on one core. */
const BACKGROUND = 1;
/** Of the memory, what one query may take. */
const QUERY_SHARE = 0.6;
/** How a statement begins by which it can be found and stopped. */
const READ_MARK = '/* pharos read ';
const WRITE_MARK = '/* pharos write ';

/**
 * Opens the engine inside this process. One session writes, some read, one is kept to stop the others' queries.
 * @throws DataDirectoryInUse when another process has it open; ColdStorageUnknown when some of it lies on a disk that is not told.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Driver> {
  const path = resolve(options.path);
  await mkdir(path, { recursive: true });
  const configFile = options.configFile ?? (await writeConfig(path, options.coldStorage));
  const maxMemoryBytes = options.maxMemoryBytes ?? 3 * GIB;
  const open = () => configured(new Session(path));
  const control = configured(
    openFirst(path, [
      `--max_server_memory_usage=${maxMemoryBytes}`,
      `--uncompressed_cache_size=${Math.floor(maxMemoryBytes * UNPACKED_SHARE)}`,
      // By default half of it is for what was read twice already, and the first page would not fit.
      '--uncompressed_cache_policy=LRU',
      `--config-file=${configFile}`,
    ]),
  );
  const scratch = new Scratch(path);
  await scratch.sweep();
  const readers = options.readers ?? 3;
  return new EmbeddedDriver(control, open, readers, scratch, Math.floor(maxMemoryBytes * QUERY_SHARE));
}

class EmbeddedDriver implements Driver {
  readonly kind = 'embedded';
  readonly layout = ONE_SERVER;
  readonly isUp = true;
  readonly #control: Session;
  readonly #sessions: readonly EmbeddedSession[];
  readonly #writers: SessionPool<EmbeddedSession>;
  readonly #lanes: Readonly<Record<Lane, SessionPool<EmbeddedSession>>>;
  readonly #scratch: Scratch;
  readonly #queryBytes: number;
  readonly #types = new Map<string, Promise<Map<string, string>>>();
  readonly #healer: TableHealer;
  #queries = 0;

  constructor(control: Session, open: () => Session, readers: number, scratch: Scratch, queryBytes: number) {
    this.#control = control;
    const sessions = Array.from(
      { length: 2 + EXPERTS + BACKGROUND + readers },
      () => new EmbeddedSession(open),
    );
    this.#sessions = sessions;
    this.#writers = new SessionPool(sessions.slice(0, 1));
    this.#lanes = {
      ingest: new SessionPool(sessions.slice(1, 2)),
      experts: new SessionPool(sessions.slice(2, 2 + EXPERTS), EXPERTS_WAITING),
      background: new SessionPool(sessions.slice(2 + EXPERTS, 2 + EXPERTS + BACKGROUND)),
      readers: new SessionPool(sessions.slice(2 + EXPERTS + BACKGROUND)),
    };
    this.#scratch = scratch;
    this.#queryBytes = queryBytes;
    this.#healer = new TableHealer(async (sql) => {
      const answer = await control.queryAsync(sql, { format: 'JSONColumns' });
      return rowsOfColumns<{ name: string }>(answer.text());
    });
  }

  async query<Row>(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<Row[]> {
    return rowsOfColumns<Row>((await this.#read(sql, params, 'JSONColumns', options)).text());
  }

  async print(
    sql: string,
    params: Record<string, Param>,
    format: PrintFormat,
    options: PrintOptions,
  ): Promise<Uint8Array> {
    // The engine counts what it prints among the memory of the query.
    const bytes = (await this.#read(sql, params, format, options)).bytes();
    if (bytes.byteLength > options.maxBytes) throw tooLarge(options.maxBytes);
    return bytes;
  }

  async command(sql: string, params?: Record<string, Param>, options?: QueryOptions): Promise<void> {
    const pool = options?.lane ? this.#lanes[options.lane] : this.#writers;
    await this.#run(pool, bindLiterals(sql, params), options);
  }

  async insert(table: string, columns: readonly string[], rows: readonly Uint8Array[]): Promise<void> {
    if (rows.length === 0) return;
    const types = await this.#typesOf(table);
    const structure = columns.map((name) => `${name} ${types.get(name)}`).join(', ');
    const file = await this.#scratch.write(rows);
    try {
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) SETTINGS ${settingsText(INSERT_SETTINGS)}
        SELECT * FROM file(${quoted(file)}, 'RowBinary', ${quoted(structure)})`;
      await this.#run(this.#writers, sql, { timeoutMs: INSERT_TIMEOUT_MS });
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Lets the writes that run finish and stops the reads. */
  async close(): Promise<void> {
    await this.#healer.healing;
    const readersFree = Promise.all(Object.values(this.#lanes).map((lane) => lane.close()));
    const again = setInterval(() => this.#stop(READ_MARK), KILL_AGAIN_MS);
    this.#stop(READ_MARK);
    await Promise.all([readersFree, this.#writers.close()]);
    clearInterval(again);
    for (const session of this.#sessions) session.close();
    this.#control.close();
    await drainPending();
    await this.#scratch.sweep();
  }

  #read(
    sql: string,
    params: Record<string, Param> | undefined,
    format: Format,
    options: QueryOptions | undefined,
  ): Promise<ChdbResult> {
    return this.#run(this.#lanes[options?.lane ?? 'readers'], bindLiterals(sql, params), options, format);
  }

  /**
   * Runs one statement on a session of its own. At its time limit or an abort it ends for the caller alone: the session
   * stays taken until the engine is done.
   */
  async #run(
    pool: SessionPool<EmbeddedSession>,
    sql: string,
    options: QueryOptions | undefined,
    format: Format = 'JSONColumns',
  ): Promise<ChdbResult> {
    const signal = options?.signal;
    const timeoutMs = timeoutOf(options);
    if (this.#healer.healing) await this.#healer.healing;
    signal?.throwIfAborted();
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(new QueryTimeout(timeoutMs)), timeoutMs);
    const onAbort = () => end.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const session = await pool.acquire(end.signal);
      const mark = `${pool === this.#writers ? WRITE_MARK : READ_MARK}${++this.#queries} */`;
      const answer = session
        .run(`${mark} ${sql}`, format, this.#limitsOf(options))
        .finally(() => pool.release(session));
      return await this.#unlessEnded(answer, end.signal, mark);
    } catch (error) {
      const failure = engineError(error, timeoutMs);
      this.#healer.notice(failure);
      throw end.signal.aborted ? end.signal.reason : failure;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #unlessEnded(answer: Promise<ChdbResult>, end: AbortSignal, mark: string): Promise<ChdbResult> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        reject(end.reason);
        this.#kill(mark, answer);
      };
      if (end.aborted) stop();
      else end.addEventListener('abort', stop, { once: true });
      answer.then(resolve, reject);
    });
  }

  /** Asks again until the query is gone: it may not have been listed yet when first asked. */
  #kill(mark: string, answer: Promise<unknown>): void {
    this.#stop(mark);
    const again = setInterval(() => this.#stop(mark), KILL_AGAIN_MS);
    const done = () => clearInterval(again);
    answer.then(done, done);
  }

  /** Asks the engine to stop the queries that begin with this mark. */
  #stop(mark: string): void {
    this.#control
      .queryAsync(`KILL QUERY WHERE startsWith(query, ${quoted(mark)}) ASYNC`)
      .catch(() => undefined);
  }

  #limitsOf(options: QueryOptions | undefined): string {
    return settingsText({
      max_execution_time: backstopSeconds(timeoutOf(options)),
      max_memory_usage: Math.min(options?.memoryBytes ?? this.#queryBytes, this.#queryBytes),
    });
  }

  #typesOf(table: string): Promise<Map<string, string>> {
    let types = this.#types.get(table);
    if (!types) {
      types = this.query<{ name: string; type: string }>(
        'SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
        { table },
      ).then((rows) => new Map(rows.map((row) => [row.name, row.type])));
      types.catch(() => this.#types.delete(table));
      this.#types.set(table, types);
    }
    return types;
  }
}
