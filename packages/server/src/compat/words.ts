import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ApiError } from '../errors.ts';
import { logFailure, toApiError } from '../http/error-reply.ts';
import type { Routes } from '../http/routes.ts';

/** A failure as it is told: the status, and the sentence that goes into the system's own shape. */
export interface Told {
  status: number;
  message: string;
  /** What a schema refused, when that is why. */
  issues?: Issue[];
}

interface Issue {
  code: string;
  path: string[];
  message: string | undefined;
}

/** Failures of these routes leave in the words of another system; `word` makes the body, `statusOf` may differ from ours. */
export function replyInWords(
  routes: Routes,
  word: (told: Told) => object,
  statusOf: (error: ApiError) => number = ({ status }) => status,
): void {
  routes.setErrorHandler((thrown: FastifyError | ApiError, request, reply) => {
    const error = toApiError(thrown);
    logFailure(request.log, thrown);
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    const status = statusOf(error);
    const issues = issuesOf(thrown);
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(word({ status, message: sentenceOf(issues, error), ...(issues && { issues }) }));
  });
}

function issuesOf(thrown: unknown): Issue[] | undefined {
  if (!hasZodFastifySchemaValidationErrors(thrown)) return undefined;
  return thrown.validation.map(({ keyword, instancePath, message }) => ({
    code: keyword,
    path: instancePath.split('/').slice(1),
    message,
  }));
}

/** What a schema refused first, and where. */
function sentenceOf(issues: readonly Issue[] | undefined, { message }: ApiError): string {
  const first = issues?.[0];
  if (first === undefined) return message;
  const where = first.path.join('.');
  return where === '' ? (first.message ?? message) : `${where}: ${first.message}`;
}
