import type { Plugin } from '../../http/routes.ts';
import type { RejectReason } from '../../intake/rejection.ts';
import { jsonOf, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';

/** Refused for good, unless it was our doing. */
const statusOf = (reason: RejectReason): number => (reason === 'failed' ? 500 : 400);

/** Langfuse's own protocol: every event of a batch has its own result, in a 207. */
export const LANGFUSE: Protocol<'langfuse'> = {
  doors: [
    {
      url: '/api/public/ingestion',
      kind: 'traces',
      summary: 'Traces, observations and scores as events of the Langfuse SDKs; each has its own result.',
    },
  ],
  types: [jsonOf('langfuse')],
  answer({ items, rejected }, _asked, reply) {
    reply.code(207).type('application/json');
    const successes: object[] = [];
    const errors: object[] = [];
    items.forEach((id, item) => {
      const refused = rejected.items.get(item);
      if (!refused) successes.push({ id, status: 201 });
      else
        errors.push({
          id,
          status: statusOf(refused.reason),
          message: refused.sentence,
          error: refused.sentence,
        });
    });
    return JSON.stringify({ successes, errors });
  },
  refuse({ message, httpStatus }, _format, reply) {
    reply.type('application/json');
    return JSON.stringify({ message, error: ERROR_NAMES[httpStatus] ?? 'Error' });
  },
};

const ERROR_NAMES: Readonly<Record<number, string>> = {
  400: 'InvalidRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  413: 'PayloadTooLargeError',
  429: 'RateLimitError',
};

export const langfuseIngestion = (options: ReceiveOptions): Plugin => receive(LANGFUSE, options);
