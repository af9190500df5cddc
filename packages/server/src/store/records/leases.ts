import type { Clock } from '@pharos/core/time';
import type { Records } from './tables.ts';

/** What one of the processes that share the records does at a time. */
export interface Leases {
  /**
   * Whether this process has the lease, for so long from now: because nobody had it, or it did before. One whose holder says nothing for
   * that time is anybody's.
   */
  hold(name: string, forMs: number): Promise<boolean>;
  /**
   * Waits for the lease, until the signal aborts, and has it until the work has ended.
   * @throws what the work, or asking for the lease, failed with; the signal's reason
   */
  alone<Result>(name: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** The same, unless another process has it: then nothing is done. */
  ifFree(name: string, work: () => Promise<void>): Promise<void>;
}

const WORK_LEASE_MS = 30_000;
const RENEW_MS = 10_000;
const ASK_AGAIN_MS = 250;

/** `holder` names this process among all others. */
export function createLeases(records: Records, clock: Clock, holder: string): Leases {
  const hold = async (name: string, forMs: number): Promise<boolean> => {
    const now = clock.nowMs();
    const lease = { holder, leasedUntil: new Date(now + forMs) };
    const held = await records
      .insertInto('leases')
      .values({ name, ...lease })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(lease)
          .where(({ eb, or }) =>
            or([eb('leases.holder', '=', holder), eb('leases.leasedUntil', '<=', new Date(now))]),
          ),
      )
      .returning('name')
      .executeTakeFirst();
    return held !== undefined;
  };
  const release = (name: string) =>
    records.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();

  /** Of whoever has it: keeps it until the work has ended. */
  const keeping = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    // A lease that cannot be renewed just now is tried again before it ends.
    const renewing = setInterval(
      () => void hold(name, WORK_LEASE_MS).catch(() => undefined),
      RENEW_MS,
    ).unref();
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await release(name);
    }
  };

  return {
    hold,
    async alone(name, work, signal) {
      for (;;) {
        signal?.throwIfAborted();
        if (await hold(name, WORK_LEASE_MS)) break;
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
      return keeping(name, work);
    },
    async ifFree(name, work) {
      if (await hold(name, WORK_LEASE_MS)) await keeping(name, work);
    },
  };
}
