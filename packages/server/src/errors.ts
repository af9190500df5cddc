/** Every error a client of the API can meet: its stable code, status and default sentence. */
export const ERRORS = {
  invalid_request: { status: 400, message: 'The request is not valid.' },
  project_required: { status: 400, message: 'Say which project is meant with ?project=<id>.' },
  unauthenticated: { status: 401, message: 'Send an API key, or sign in.' },
  invalid_credentials: { status: 401, message: 'Email or password is wrong.' },
  invalid_link: { status: 401, message: 'This link was used already, has expired, or never existed.' },
  forbidden: { status: 403, message: 'You may not do this.' },
  missing_scope: { status: 403, message: 'This key lacks the scope that the route asks for.' },
  user_required: { status: 403, message: 'Only a signed-in user may do this, not a key.' },
  csrf: { status: 403, message: 'The request did not come from this site, or lacks its x-csrf-token.' },
  not_found: { status: 404, message: 'Not found.' },
  wrong_role: { status: 404, message: 'Processes of another role serve this.' },
  method_not_allowed: { status: 405, message: 'This method is not allowed here.' },
  request_timeout: { status: 408, message: 'The request took too long to arrive.' },
  conflict: { status: 409, message: 'This conflicts with what is stored.' },
  last_owner: { status: 409, message: 'A project keeps at least one owner.' },
  payload_too_large: { status: 413, message: 'The request body is too large.' },
  unsupported_media_type: { status: 415, message: 'This content type or encoding is not supported.' },
  rate_limited: { status: 429, message: 'Too many requests. Try again later.' },
  internal: { status: 500, message: 'Something went wrong on the server.' },
  not_implemented: { status: 501, message: 'This is not built yet.' },
  overloaded: { status: 503, message: 'The server is busy. Try again shortly.' },
  unavailable: { status: 503, message: 'A store is not available at the moment.' },
  query_timeout: { status: 504, message: 'The query took too long. Narrow the time range or the filter.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error meant for the client, out of the catalogue. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: unknown;
  /** Seconds after which trying again makes sense; becomes Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { message?: string; details?: unknown; retryAfter?: number } = {}) {
    super(options.message ?? ERRORS[code].message);
    this.name = 'ApiError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }
}

/** A reason not to start, in one sentence for the person at the terminal. `cause` is for the curious. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
