import { errorSchema } from '@pharos/core/api/common';

/** Why a request had no useful answer. `code` is the API's own, or `offline` or `shape` when there was none. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  /** Seconds the server asks to wait, when it does. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, details?: unknown, retryAfter?: number) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/** The failure that an answer outside 2xx stands for. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = errorSchema.safeParse(body);
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(wait) ? wait : undefined;
  return parsed.success
    ? new ApiFailure(
        response.status,
        parsed.data.error.code,
        parsed.data.error.message,
        parsed.data.error.details,
        retryAfter,
      )
    : new ApiFailure(
        response.status,
        `http_${response.status}`,
        response.statusText || `HTTP ${response.status}`,
        undefined,
        retryAfter,
      );
}

export const isFailure = (error: unknown, status: number): boolean =>
  error instanceof ApiFailure && error.status === status;

/** Worth asking again by itself: no connection, pressure, or a server that fell over. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof ApiFailure &&
  (error.code === 'offline' || error.status === 429 || (error.status >= 500 && error.status !== 501));
