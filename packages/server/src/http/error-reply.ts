import type { FastifyBaseLogger, FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError, type ErrorCode } from '../errors.ts';
import { areUnavailable } from '../store/records/unavailable.ts';
import {
  BeingFilled,
  EngineBusy,
  EngineDown,
  EngineError,
  QueryTimeout,
} from '../store/telemetry/engine-errors.ts';

/** Errors of the framework, by its code, in the words of our catalogue. */
const FRAMEWORK_ERRORS: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_request',
  FST_ERR_VALIDATION: 'invalid_request',
};
/** A store that is down is asked again about as often. */
const DOWN_RETRY_SECONDS = 5;
/** What PostgreSQL says of a text with a NUL in it, which it cannot hold. */
const NUL_IN_TEXT = '22021';
const BY_STATUS: Record<number, ErrorCode> = {
  429: 'rate_limited',
  404: 'not_found',
  408: 'request_timeout',
};

/** Every failure leaves as `{error: {code, message, details?}}`; what we did not foresee is logged and says nothing. */
export function replyWithErrors(server: FastifyInstance): void {
  server.setErrorHandler((thrown: FastifyError | ApiError, request, reply) => {
    const error = toApiError(thrown);
    logFailure(request.log, thrown);
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    // A handler may have chosen another type before it failed.
    return reply
      .code(error.status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(body(error));
  });

  server.setNotFoundHandler((request, reply) => {
    const error = new ApiError('not_found', {
      message: `There is no ${request.method} ${pathOf(request.url)}.`,
    });
    return reply.code(404).send(body(error));
  });
}

/** What we did not foresee, in full; that a store cannot take something now, in a line. That one is down is logged once, by whoever watches it. */
export function logFailure(log: FastifyBaseLogger, thrown: unknown): void {
  if (thrown instanceof ApiError || thrown instanceof EngineDown) return;
  const { status } = toApiError(thrown);
  if (status === 503) log.warn({ reason: (thrown as Error).message }, 'a store could not do it now');
  else if (status >= 500) log.error({ err: thrown }, 'a request failed');
}

/** The catalogue's error for whatever was thrown. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    return new ApiError('invalid_request', {
      details: thrown.validation.map(({ instancePath, message }) => ({ path: instancePath, message })),
    });
  }
  if (thrown instanceof BeingFilled)
    return new ApiError('unavailable', { message: thrown.message, retryAfter: 30 });
  if (thrown instanceof QueryTimeout) return new ApiError('query_timeout');
  if (thrown instanceof EngineDown) return without('telemetry');
  if (thrown instanceof EngineBusy || (thrown instanceof EngineError && thrown.isTemporary)) {
    return new ApiError('overloaded', { retryAfter: 1 });
  }
  if (areUnavailable(thrown)) return without('records');
  const { code, statusCode, message } = thrown as Partial<FastifyError>;
  if (code === NUL_IN_TEXT) return new ApiError('invalid_request', { message: 'A text must not hold NUL.' });
  const known = FRAMEWORK_ERRORS[code ?? ''] ?? BY_STATUS[statusCode ?? 0];
  if (known !== undefined) return new ApiError(known, message === undefined ? {} : { message });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ApiError('invalid_request', message === undefined ? {} : { message });
  }
  return new ApiError('internal');
}

const without = (store: 'telemetry' | 'records'): ApiError =>
  new ApiError('unavailable', {
    message: `The ${store === 'records' ? 'store of records' : 'telemetry store'} is not available at the moment.`,
    details: { stores: [store] },
    retryAfter: DOWN_RETRY_SECONDS,
  });

const body = ({ code, message, details }: ApiError) => ({
  error: { code, message, ...(details === undefined ? {} : { details }) },
});

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;
