import { availableParallelism } from 'node:os';
import type { OwnPrices } from '@pharos/core/pricing/own-prices';
import type { Taking } from '@pharos/core/retention/past';
import { Piscina } from 'piscina';
import { ByteBudget } from '../intake/byte-budget.ts';
import { Overloaded, WorkerDied } from '../intake/errors.ts';
import type { ReceivedRequest } from '../intake/request.ts';
import type { PreparedBatch } from '../pipeline/prepared.ts';
import { type WorkerFile, workerFile } from '../worker-file.ts';
import { batchOf, type PrepareResult, type PrepareTask } from './prepare-task.ts';

export interface WorkerPoolOptions {
  /** Of one body after decompression. */
  maxBodyBytes: number;
  /** Of all bodies that wait or are worked on. */
  maxWaitingBytes: number;
  threads?: number;
  /** Nothing is expected: threads are started by what comes all the same. */
  idle?: boolean;
  /** For one request, its wait for a thread included. */
  timeoutMs?: number;
  /** What the threads run; replaced by tests of the pool itself. */
  file?: WorkerFile;
}

export interface WorkerPool {
  /**
   * Decompresses, reads, normalises, prices and encodes a request off the event loop. Throws DecodeError, TooLarge or
   * UnsupportedMedia for what it finds, Overloaded when too much waits already or its turn does not come in time, and
   * WorkerDied when a thread dies of it; the pool goes on with a new one.
   */
  prepare(
    request: ReceivedRequest,
    prices: OwnPrices,
    userSecret?: string,
    taking?: Taking,
  ): Promise<PreparedBatch>;
  readonly waitingBytes: number;
  /** Finishes what waits, then ends the threads. */
  close(): Promise<void>;
}

/** No honest request takes a worker this long, even behind a full queue. */
const TIMEOUT_MS = 60_000;
/** By then a queue that took too long has been worked off or given up. */
const BEHIND_RETRY_SECONDS = 5;
/** A request costs memory beside its body. */
const REQUEST_OVERHEAD_BYTES = 2048;
/**
 * A last resort, several times what the worst body within the limits takes: some versions of Node end the whole
 * process, not only the thread, when a thread's heap is full.
 */
const MAX_HEAP_MB = 2048;
/** Where a batch lives and dies: too small, and the collector copies what is about to be thrown away. */
const YOUNG_HEAP_MB = 64;

/** One core is left to the event loop and the store. */
export const defaultThreads = (cores = availableParallelism()): number => Math.max(1, Math.min(4, cores - 1));

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const threads = options.threads ?? defaultThreads();
  const pool = new Piscina<PrepareTask, PrepareResult>({
    ...(options.file ?? workerFile('./prepare.worker', import.meta.url)),
    minThreads: options.idle ? 0 : threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: {
      maxOldGenerationSizeMb: MAX_HEAP_MB,
      maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
    },
  });
  /** The same prices come with every request of a project. */
  const written = new WeakMap<OwnPrices, string>();
  const textOf = (prices: OwnPrices) => {
    const text = written.get(prices) ?? JSON.stringify(prices);
    written.set(prices, text);
    return text;
  };
  const budget = new ByteBudget(options.maxWaitingBytes, 'requests');
  let closing = false;
  /** Nothing tells a body that a thread cannot finish from one behind it in the queue, so neither is blamed. */
  const undone = (cause: unknown, signal: AbortSignal) =>
    signal.aborted || closing
      ? new Overloaded('the workers are behind', BEHIND_RETRY_SECONDS)
      : new WorkerDied(cause);

  return {
    get waitingBytes() {
      return budget.held;
    },
    async prepare(request, prices, userSecret = '', taking) {
      const cost = request.body.byteLength + REQUEST_OVERHEAD_BYTES;
      return budget.hold(cost, request.envelope.projectId, async () => {
        // A copy of its own: the body may be a view of memory that others use.
        const body = new Uint8Array(request.body);
        const { maxBodyBytes } = options;
        const said = { prices: textOf(prices), userSecret, taking };
        const task = { request: { ...request, body }, ...said, maxBodyBytes };
        const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
        const result = await pool
          .run(task, { transferList: [body.buffer], signal })
          .catch((error: unknown) => Promise.reject(undone(error, signal)));
        return batchOf(result);
      });
    },
    close() {
      closing = true;
      return pool.close();
    },
  };
}
