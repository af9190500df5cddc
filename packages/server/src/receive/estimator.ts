import type { CallParts } from '@pharos/core/tokens/call-text';
import type { TokenEstimate } from '@pharos/core/tokens/estimate';
import { Piscina } from 'piscina';
import { workerFile } from '../worker-file.ts';

export interface Estimator {
  /** Tokens of model calls, in their order; undefined of those without text. Off the event loop. */
  estimate(calls: readonly CallParts[]): Promise<(TokenEstimate | undefined)[]>;
  close(): Promise<void>;
}

/** An hour without work, and the thread gives its memory back. */
const IDLE_MS = 3_600_000;

/**
 * One thread for calls that are put together where rows are written: they must not wait behind requests. It is started
 * by the first of them, which most products never have.
 */
export function createEstimator(): Estimator {
  const pool = new Piscina<readonly CallParts[], (TokenEstimate | undefined)[]>({
    ...workerFile('./estimate.worker', import.meta.url),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });
  return { estimate: (calls) => pool.run(calls), close: () => pool.close() };
}
