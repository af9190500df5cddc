import { finished, type Readable } from 'node:stream';
import type { ByteBudget } from '../intake/byte-budget.ts';
import { BrokenOff, TooLarge, TooSlow } from '../intake/errors.ts';

export interface BodyLimits {
  maxBytes: number;
  /** Counts what is held of the body, as the project's. */
  budget: ByteBudget;
  projectId: string;
  /** In every window of this length so much of the body has to come; 64 KiB in 10 s unless told otherwise. */
  slowAfterMs?: number | undefined;
}

const SLOW_AFTER_MS = 10_000;
const LEAST_BYTES = 64 * 1024;

/**
 * Reads a request body, never holding more than its limits allow. The bytes are the caller's to give back to the
 * budget when it is done with the body; after a failure nothing is left counted, and the stream is left open, so that
 * the sender can still be told. Fails with TooLarge, Overloaded or TooSlow as soon as a limit is reached, with
 * BrokenOff when the sender breaks off.
 */
export function readBody(stream: Readable, limits: BodyLimits): Promise<Buffer> {
  const { maxBytes, budget, projectId, slowAfterMs = SLOW_AFTER_MS } = limits;
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let lengthBefore = 0;
    let settled = false;
    const pace = setInterval(() => {
      if (length - lengthBefore < LEAST_BYTES) fail(new TooSlow('the body arrives too slowly'));
      lengthBefore = length;
    }, slowAfterMs);

    /** What was read, no longer held by the stream's listeners. */
    const settle = () => {
      clearInterval(pace);
      stream.off('data', onData);
      const read = chunks;
      chunks = [];
      return read;
    };
    const fail = (error: unknown) => {
      settle();
      settled = true;
      stream.pause();
      budget.give(length, projectId);
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        if (length + chunk.length > maxBytes) throw new TooLarge(`the body is larger than ${maxBytes} bytes`);
        budget.take(chunk.length, projectId);
        length += chunk.length;
        chunks.push(chunk);
      } catch (error) {
        fail(error);
      }
    };
    finished(stream, { writable: false }, (error) => {
      if (settled) return;
      if (error) fail(new BrokenOff('the body broke off'));
      else resolve(Buffer.concat(settle(), length));
    });
    stream.on('data', onData);
  });
}
