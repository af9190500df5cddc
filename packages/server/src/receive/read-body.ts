import type { Readable } from 'node:stream';
import type { ByteBudget } from '../intake/byte-budget.ts';
import { DecodeError, Overloaded, TooLarge } from '../intake/errors.ts';

/**
 * Reads a request body, never holding more than `maxBytes` of it, and counts what it holds in `budget`. The bytes
 * are the caller's to give back when it is done with the body; after a failure nothing is left counted.
 * Throws TooLarge or Overloaded as soon as either limit is reached, DecodeError when the sender breaks off.
 */
export async function readBody(stream: Readable, maxBytes: number, budget: ByteBudget): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Left open on failure, so that the sender can still be told.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (length + chunk.length > maxBytes) throw new TooLarge(`the body is larger than ${maxBytes} bytes`);
      budget.take(chunk.length);
      length += chunk.length;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  } catch (error) {
    budget.give(length);
    if (error instanceof TooLarge || error instanceof Overloaded) throw error;
    throw new DecodeError('the body broke off');
  }
}
