import { type Clock, nowNs } from '@pharos/core/time';

/** Folds and corrections of a batch's rows take the versions right after it. */
const STEP = 1_000n;

/** Versions of rows: nanoseconds since the epoch, strictly rising whatever the clock does. */
export function createVersions(clock: Clock): () => bigint {
  let last = 0n;
  return () => {
    const now = nowNs(clock);
    last = now > last ? now : last + STEP;
    return last;
  };
}
