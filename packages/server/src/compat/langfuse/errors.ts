import { ApiError } from '../../errors.ts';
import type { Routes } from '../../http/routes.ts';
import { replyInWords } from '../words.ts';

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
export const replyInLangfuseWords = (routes: Routes): void =>
  replyInWords(
    routes,
    ({ status, message, issues }) => ({
      message: issues ? 'Invalid request data' : message,
      error: issues ?? NAMES[status] ?? 'Error',
    }),
    statusOf,
  );

/** Something that is not there, or is another project's. */
export const notFound = (what: string): ApiError =>
  new ApiError('not_found', { message: `${what} not found within authorized project` });

/** A part of Langfuse's API that has no counterpart here; `what` says which. */
export const unsupported = (what: string): ApiError =>
  new ApiError('invalid_request', { message: `${what} is not supported by Pharos.` });
