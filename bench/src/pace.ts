import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { quantile } from './statistics.ts';

/**
 * Does work at a steady pace, whether or not what came before is done, and says how long each took from when it was due:
 * what waits for its turn has waited.
 */
export async function atPace(
  work: (n: number) => Promise<unknown>,
  aSecond: number,
  seconds: number,
): Promise<number[]> {
  const took: number[] = [];
  const running: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < seconds * aSecond; n++) {
    const due = began + (n * 1000) / aSecond;
    while (performance.now() < due) {
      if (due - performance.now() > 2) await pause(1);
      else await setImmediate();
    }
    running.push(work(n).then(() => void took.push(performance.now() - due)));
  }
  await Promise.all(running);
  return took;
}

/** In a line; false when the 99th percentile is beyond the target. */
export function reportPace(name: string, took: readonly number[], targetMs: number): boolean {
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  const longest = took.reduce((most, each) => Math.max(most, each), 0);
  console.log(
    `${name}: ${took.length}, p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms (target ${targetMs}), longest ${longest.toFixed(1)} ms`,
  );
  return p99 <= targetMs;
}
