import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../http/error-reply.ts';
import type { Routes } from '../../http/routes.ts';

/** What Langfuse calls an error, by status. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'InvalidRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'LangfuseNotFoundError',
  405: 'MethodNotAllowedError',
  409: 'LangfuseConflictError',
  413: 'PayloadTooLargeError',
  415: 'UnsupportedMediaTypeError',
  422: 'UnprocessableContentError',
  429: 'RateLimitError',
  500: 'InternalServerError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
};

/** A query that took too long is the fault of what was asked; the SDKs repeat any other 5xx. */
const statusOf = ({ code, status }: ApiError): number => (code === 'query_timeout' ? 422 : status);

/** Every failure leaves as `{message, error}`; what a schema refused is listed in `error`. */
export function replyInLangfuseWords(routes: Routes): void {
  routes.setErrorHandler((thrown: FastifyError | ApiError, request, reply) => {
    const error = toApiError(thrown);
    if (error.status >= 500 && !(thrown instanceof ApiError)) {
      request.log.error({ err: thrown }, 'a request failed');
    }
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    if (error.status === 401) reply.header('www-authenticate', 'Basic');
    const status = statusOf(error);
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send({
        message: hasZodFastifySchemaValidationErrors(thrown) ? 'Invalid request data' : error.message,
        error: issuesOf(thrown) ?? NAMES[status] ?? 'Error',
      });
  });
}

function issuesOf(thrown: unknown) {
  if (!hasZodFastifySchemaValidationErrors(thrown)) return undefined;
  return thrown.validation.map(({ keyword, instancePath, message }) => ({
    code: keyword,
    path: instancePath.split('/').slice(1),
    message,
  }));
}

/** Something that is not there, or is another project's. */
export const notFound = (what: string): ApiError =>
  new ApiError('not_found', { message: `${what} not found within authorized project` });

/** A part of Langfuse's API that has no counterpart here; `what` says which. */
export const unsupported = (what: string): ApiError =>
  new ApiError('invalid_request', { message: `${what} is not supported by Pharos.` });
