import { setImmediate } from 'node:timers/promises';
import type { InTurns } from '@pharos/core/turns';

/** As long as work goes on in one go. */
const TURN_MS = 8;

/** Does work that pauses: whoever waits for the process has its turn, and the work ends when nobody wants it any more. */
export async function inTurns<Result>(work: InTurns<Result>, signal: AbortSignal): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < TURN_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    began = performance.now();
  }
}
