import { ApiError } from '../errors.ts';
import { toApiError } from '../http/error-reply.ts';
import {
  BrokenOff,
  DecodeError,
  Overloaded,
  TooLarge,
  TooSlow,
  UnsupportedMedia,
  WorkerDied,
} from '../intake/errors.ts';
import { EngineDown } from '../store/telemetry/engine-errors.ts';

/** gRPC status codes, by name. */
export const GRPC = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const GRPC_OF_HTTP: Readonly<Record<number, number>> = {
  401: GRPC.unauthenticated,
  403: GRPC.permissionDenied,
  404: GRPC.notFound,
  408: GRPC.deadlineExceeded,
  413: GRPC.resourceExhausted,
  429: GRPC.resourceExhausted,
  503: GRPC.unavailable,
};

/** Why whole requests are refused, for whoever watches the server: labels of the public counter. */
export const REFUSAL_REASONS = [
  'unauthenticated',
  'forbidden',
  'malformed',
  'broken_off',
  'unsupported',
  'too_large',
  'too_slow',
  'rate_limited',
  'overloaded',
  'unavailable',
  'failed',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

const REASON_OF_HTTP: Readonly<Record<number, RefusalReason>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'forbidden',
  413: 'too_large',
  415: 'unsupported',
  429: 'rate_limited',
  500: 'failed',
  503: 'unavailable',
};

/** How a refused request is answered, over HTTP and gRPC. */
export interface Refusal {
  reason: RefusalReason;
  httpStatus: number;
  grpcCode: number;
  message: string;
  /** Set when the sender may try again: OTLP exporters drop the data otherwise. */
  retryAfterSeconds: number | undefined;
}

const LATER_SECONDS = 1;
const UNFORESEEN = 'Something went wrong on the server. Send it again shortly.';

/**
 * Puts whatever was thrown into the words of the wire. Exporters throw a batch away unless they are told to send it
 * again, so only what is the sender's doing, or would happen to the same body again, is refused for good; whatever
 * else fails is ours, known or not, and may be retried. What we did not foresee says nothing of itself.
 */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof DecodeError) return refusal(400, thrown.message);
  if (thrown instanceof BrokenOff) return refusal(400, thrown.message, undefined, 'broken_off');
  if (thrown instanceof TooLarge) return refusal(413, thrown.message);
  if (thrown instanceof UnsupportedMedia) return refusal(415, thrown.message);
  if (thrown instanceof WorkerDied) return refusal(500, thrown.message);
  if (thrown instanceof Overloaded)
    return refusal(503, thrown.message, thrown.retryAfterSeconds, 'overloaded');
  if (thrown instanceof TooSlow) return refusal(503, thrown.message, LATER_SECONDS, 'too_slow');
  const { status, message, retryAfter } = toApiError(thrown);
  if (status === 429) return refusal(status, message, retryAfter ?? LATER_SECONDS);
  if (status < 500) return refusal(status, message);
  return refusal(503, status === 503 ? message : UNFORESEEN, retryAfter ?? LATER_SECONDS);
}

/** Something that nobody foresaw, to be logged. */
export const isUnexpected = (thrown: unknown): boolean =>
  refusalOf(thrown).httpStatus >= 500 &&
  ![ApiError, EngineDown, Overloaded, TooSlow].some((foreseen) => thrown instanceof foreseen);

function refusal(
  httpStatus: number,
  message: string,
  retryAfterSeconds?: number,
  reason = REASON_OF_HTTP[httpStatus] ?? 'malformed',
): Refusal {
  const grpcCode = GRPC_OF_HTTP[httpStatus] ?? (httpStatus < 500 ? GRPC.invalidArgument : GRPC.internal);
  return { reason, httpStatus, grpcCode, message, retryAfterSeconds };
}
