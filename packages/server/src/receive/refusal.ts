import { ApiError } from '../errors.ts';
import { toApiError } from '../http/error-reply.ts';
import { DecodeError, Overloaded, TooLarge, UnsupportedMedia } from '../intake/errors.ts';

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
  504: GRPC.deadlineExceeded,
};

/** How a refused request is answered, over HTTP and gRPC. */
export interface Refusal {
  httpStatus: number;
  grpcCode: number;
  message: string;
  /** Set when the sender may try again: OTLP exporters drop the data otherwise. */
  retryAfterSeconds: number | undefined;
}

/** Puts whatever was thrown into the words of the wire. What we did not foresee says nothing of itself. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof DecodeError) return refusal(400, thrown.message);
  if (thrown instanceof TooLarge) return refusal(413, thrown.message);
  if (thrown instanceof UnsupportedMedia) return refusal(415, thrown.message);
  if (thrown instanceof Overloaded) return refusal(503, thrown.message, thrown.retryAfterSeconds);
  const { status, message, retryAfter } = toApiError(thrown);
  return refusal(status, message, retryAfter ?? (status === 429 || status === 503 ? 1 : undefined));
}

/** Something that nobody foresaw, to be logged. */
export const isUnexpected = (thrown: unknown): boolean =>
  !(thrown instanceof ApiError) && refusalOf(thrown).httpStatus >= 500 && !(thrown instanceof Overloaded);

function refusal(httpStatus: number, message: string, retryAfterSeconds?: number): Refusal {
  const grpcCode = GRPC_OF_HTTP[httpStatus] ?? (httpStatus < 500 ? GRPC.invalidArgument : GRPC.internal);
  return { httpStatus, grpcCode, message, retryAfterSeconds };
}
