import { EngineError } from './engine-errors.ts';
import { quoted } from './literals.ts';

const CORRUPTED_DATA = 246;
/** The engine names the file: `store/<three letters>/<uuid of the table>/<part>/<file>`. */
const TABLE = /\/store\/[0-9a-f]{3}\/([0-9a-f-]{36})\//;
/** What could not be healed is not tried with every query. */
const REST_MS = 60_000;

/** The table, by its uuid, of which an error says that a part cannot be read. */
export const brokenTable = (error: unknown): string | undefined =>
  error instanceof EngineError && error.code === CORRUPTED_DATA ? TABLE.exec(error.message)?.[1] : undefined;

/**
 * A disk that is full to the last byte while parts are merged can leave a merged part that cannot be read: the engine takes it for whole, and notices only when it
 * opens the table anew, when it puts such parts aside and goes on with those that were merged, which it keeps for some minutes. Has it do that at once.
 */
export class TableHealer {
  readonly #run: (sql: string) => Promise<{ name: string }[]>;
  readonly #triedMs = new Map<string, number>();
  #healing: Promise<void> | undefined;

  /** `run` executes a statement, whatever else waits. */
  constructor(run: (sql: string) => Promise<{ name: string }[]>) {
    this.#run = run;
  }

  /** What a statement that begins now waits for: a table that is gone for a moment. Never fails. */
  get healing(): Promise<void> | undefined {
    return this.#healing;
  }

  /** To be told of every failure. */
  notice(error: unknown): void {
    const uuid = brokenTable(error);
    if (uuid === undefined || this.#healing) return;
    const nowMs = performance.now();
    if (nowMs - (this.#triedMs.get(uuid) ?? Number.NEGATIVE_INFINITY) < REST_MS) return;
    this.#triedMs.set(uuid, nowMs);
    this.#healing = this.#openAnew(uuid)
      .catch(() => undefined)
      .finally(() => {
        this.#healing = undefined;
      });
  }

  async #openAnew(uuid: string): Promise<void> {
    const [table] = await this.#run(
      `SELECT DISTINCT table AS name FROM system.parts WHERE database = currentDatabase() AND position(path, ${quoted(`/${uuid}/`)}) > 0`,
    );
    if (table === undefined) return;
    await this.#run(`DETACH TABLE ${table.name} SYNC`);
    await this.#run(`ATTACH TABLE ${table.name}`);
  }
}
