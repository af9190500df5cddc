import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError } from '../errors.ts';
import { toApiError } from '../http/error-reply.ts';
import type { Routes } from '../http/routes.ts';

/** A failure as it is told: the status, and the sentence that goes into the system's own shape. */
export interface Told {
  status: number;
  message: string;
}

/** Failures of these routes leave in the words of another system; `word` makes the body. */
export function replyInWords(routes: Routes, word: (told: Told) => object): void {
  routes.setErrorHandler((thrown: FastifyError | ApiError, request, reply) => {
    const error = toApiError(thrown);
    if (error.status >= 500 && !(thrown instanceof ApiError)) {
      request.log.error({ err: thrown }, 'a request failed');
    }
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    return reply
      .code(error.status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(word({ status: error.status, message: sentenceOf(thrown, error) }));
  });
}

/** What a schema refused first, and where. */
function sentenceOf(thrown: unknown, { message }: ApiError): string {
  if (!hasZodFastifySchemaValidationErrors(thrown)) return message;
  const [first] = thrown.validation;
  if (first === undefined) return message;
  const where = first.instancePath.split('/').slice(1).join('.');
  return where === '' ? (first.message ?? message) : `${where}: ${first.message}`;
}
