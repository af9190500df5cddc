import type { Clock } from '@pharos/core/time';
import { Looks } from '../../looks.ts';
import type { Records } from '../../store/records/tables.ts';

const HOUR_MS = 3_600_000;
const KEEP_MS = 400 * 24 * HOUR_MS;
/** So many go in one statement, so that nobody waits for long. */
const AT_ONCE = 500;
/** So many statements a look makes; the rest waits for the next. */
const MOST_BATCHES = 40;

export interface IncidentSweepParts {
  records: Records;
  clock: Clock;
  onError(error: unknown): void;
}

/** Forgets incidents that ended more than 400 days ago, with all that happened to them. Any number of processes may. */
export class IncidentSweep {
  readonly #parts: IncidentSweepParts;
  readonly #looks: Looks;
  #isClosing = false;

  constructor(parts: IncidentSweepParts) {
    this.#parts = parts;
    this.#looks = new Looks(() => this.#forget(), { everyMs: HOUR_MS, onError: parts.onError });
  }

  start(): void {
    void this.look();
    this.#looks.start();
  }

  close(): Promise<void> {
    this.#isClosing = true;
    return this.#looks.stop();
  }

  /** Forgets at once what is due. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  async #forget(): Promise<void> {
    const { records, clock } = this.#parts;
    const before = new Date(clock.nowMs() - KEEP_MS);
    for (let batch = 0; batch < MOST_BATCHES && !this.#isClosing; batch++) {
      const { numDeletedRows } = await records
        .deleteFrom('incidents')
        .where('id', 'in', (from) =>
          from.selectFrom('incidents').select('incidents.id').where('endedAt', '<', before).limit(AT_ONCE),
        )
        .executeTakeFirstOrThrow();
      if (numDeletedRows < BigInt(AT_ONCE)) return;
    }
  }
}
