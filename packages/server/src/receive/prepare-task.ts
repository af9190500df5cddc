import type { Taking } from '@pharos/core/retention/past';
import { DecodeError, TooLarge, UnsupportedMedia } from '../intake/errors.ts';
import type { ReceivedRequest } from '../intake/request.ts';
import type { PreparedBatch } from '../pipeline/prepared.ts';

/** What a worker is told to do, and what it answers: what can be cloned from thread to thread. */
export interface PrepareTask {
  request: ReceivedRequest;
  /** OwnPrices in JSON: of all that can be cloned, a text is by far the quickest, and it is what a price book is known by. */
  prices: string;
  /** What users are hidden by; '' when they are not. */
  userSecret: string;
  /** For how long what is told is kept. */
  taking: Taking | undefined;
  /** Of the body after decompression. */
  maxBodyBytes: number;
}

export type PrepareResult = { batch: PreparedBatch } | { refused: keyof typeof REFUSALS; message: string };

/** Classes do not survive the way between threads, so refusals travel by name. */
const REFUSALS = { DecodeError, TooLarge, UnsupportedMedia } as const;

export function refusedBy(error: unknown): PrepareResult {
  for (const name of Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])
    if (error instanceof REFUSALS[name]) return { refused: name, message: error.message };
  throw error;
}

/** Throws in the caller's thread what was refused in the worker's. */
export function batchOf(result: PrepareResult): PreparedBatch {
  if ('batch' in result) return result.batch;
  throw new REFUSALS[result.refused](result.message);
}
