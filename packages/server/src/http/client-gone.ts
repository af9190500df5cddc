import { setMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';

/** Aborts when the client leaves before it has its answer, so that nobody works for a closed tab. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  // An answer may be put together from many reads, each of which listens.
  setMaxListeners(0, controller.signal);
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      controller.abort(new ApiError('request_timeout', { message: 'The client has left.' }));
    }
  });
  return controller.signal;
}
