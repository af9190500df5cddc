import type { ChdbResult, Session } from 'chdb';
import type { PrintFormat } from './driver.ts';
import { quoted } from './literals.ts';
import { rowsOfColumns } from './rows-of-columns.ts';
import { MAX_QUERY_BYTES, OUTPUT_SETTINGS } from './settings.ts';

/** A query over more rows would only drive out what others read again. */
const MAX_ROWS_UNPACKED = 4_000_000;

export type Format = PrintFormat | 'JSONColumns';

/** Settings are told to every session, once: the engine takes them from the command line for the first alone. */
export function configured(session: Session): Session {
  const settings = {
    ...OUTPUT_SETTINGS,
    max_query_size: MAX_QUERY_BYTES,
    use_uncompressed_cache: 1,
    merge_tree_max_rows_to_use_cache: MAX_ROWS_UNPACKED,
    // Meant for large servers: with its 1 GiB a thread, a limit of 2 GiB leaves every query a single thread.
    max_threads_min_free_memory_per_thread: 64 * 2 ** 20,
  };
  for (const [name, value] of Object.entries(settings)) {
    session.query(`SET ${name} = ${typeof value === 'string' ? quoted(value) : value}`);
  }
  return session;
}

/** A session that runs one statement at a time and gives nothing of one that failed to the next. */
export class EmbeddedSession {
  readonly #open: () => Session;
  #session: Session;
  /** What it was last told. */
  #limits = '';

  constructor(open: () => Session) {
    this.#open = open;
    this.#session = open();
  }

  async run(sql: string, format: Format, limits: string): Promise<ChdbResult> {
    try {
      if (this.#limits !== limits) {
        await this.#session.queryAsync(`SET ${limits}`);
        this.#limits = limits;
      }
      return await this.#session.queryAsync(sql, { format });
    } catch (error) {
      if (!(await isClean(this.#session))) {
        this.#session.close();
        this.#session = this.#open();
        this.#limits = '';
      }
      throw error;
    }
  }

  close(): void {
    this.#session.close();
  }
}

const ask = async (session: Session, sql: string): Promise<string> =>
  (await session.queryAsync(sql, { format: 'JSONColumns' })).text();

/**
 * What a failed query had printed already, the engine puts in front of the session's next answer. It must reach
 * nobody, so an answer is thrown away, and the one after it must be right.
 */
async function isClean(session: Session): Promise<boolean> {
  try {
    await ask(session, 'SELECT 1');
    const rows = rowsOfColumns<{ clean: number }>(await ask(session, 'SELECT 1 AS clean'));
    return rows.length === 1 && rows[0]?.clean === 1;
  } catch {
    return false;
  }
}
