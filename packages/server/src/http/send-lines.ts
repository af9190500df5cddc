import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

export const LINES = 'application/x-ndjson';

/** Sends values as newline-delimited JSON as they come, one at a time: no more is taken than the client reads. */
export function sendLines(reply: FastifyReply, values: AsyncIterable<unknown>): void {
  async function* lines() {
    for await (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  reply
    .header('cache-control', 'no-store')
    .type(LINES)
    .send(Readable.from(lines(), { highWaterMark: 1 }));
}
