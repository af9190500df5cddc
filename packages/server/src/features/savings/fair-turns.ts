import { SessionPool } from '../../store/telemetry/session-pool.ts';

/** Pieces of work of one that wait for its turn; more are refused. */
const WAITING_OF_ONE = 8;
/** So many of them may wait for a turn. */
const WAITING = 64;

interface Line {
  pool: SessionPool<number>;
  /** Who stands in it, and who has its turn. */
  length: number;
}

/**
 * One piece of work at a time, of each in turn: whoever has more of it stands in a line of their own, of which only the first stands in the
 * line of all.
 */
export class FairTurns {
  readonly #all = new SessionPool<number>([0], WAITING);
  readonly #own = new Map<string, Line>();

  /** @throws EngineBusy when too many are waiting, or the signal's reason. */
  async run<Result>(whose: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const line: Line = this.#own.get(whose) ?? { pool: new SessionPool([0], WAITING_OF_ONE), length: 0 };
    this.#own.set(whose, line);
    line.length += 1;
    try {
      return await inTurn(line.pool, signal, () => inTurn(this.#all, signal, work));
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#own.delete(whose);
    }
  }
}

async function inTurn<Result>(
  pool: SessionPool<number>,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const turn = await pool.acquire(signal);
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    pool.release(turn);
  }
}
