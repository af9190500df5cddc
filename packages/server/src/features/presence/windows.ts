import { ONLINE_WINDOW_MS } from '@pharos/core/presence/life-cycle';
import type { Clock } from '@pharos/core/time';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** What other servers have changed is known after so long. */
const READ_AGAIN_MS = 30_000;

/** After how long without a word a user of a project is not online any more. In memory: each heartbeat asks. */
export class OnlineWindows {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #windows = new Map<string, number>();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(records: Records, clock: Clock, onError: (error: unknown) => void) {
    this.#records = records;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** In milliseconds; five minutes unless the project says otherwise. */
  of(project: string): number {
    if (this.#clock.nowMs() >= this.#readAtMs + READ_AGAIN_MS) void this.read();
    return this.#windows.get(project) ?? ONLINE_WINDOW_MS;
  }

  /** The longest of all projects. */
  get longest(): number {
    return Math.max(ONLINE_WINDOW_MS, ...this.#windows.values());
  }

  /** Reads what projects say. Where that fails, what was read before holds on. */
  async read(): Promise<void> {
    this.#readAtMs = this.#clock.nowMs();
    try {
      const rows = await this.#records.selectFrom('presenceSettings').selectAll().execute();
      this.#windows = new Map(rows.map(({ projectId, windowSeconds }) => [projectId, windowSeconds * 1000]));
    } catch (error) {
      this.#onError(error);
    }
  }

  /** To be told when it is stored. */
  changed(project: ProjectScope, windowSeconds: number): void {
    this.#windows.set(project, windowSeconds * 1000);
  }
}
