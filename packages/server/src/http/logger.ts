import { type DestinationStream, type Logger, pino } from 'pino';

const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'api_key', 'x-auth-token', 'x-csrf-token'];

/** Tokens that links carry, in their path or their query. */
const LINK_TOKEN = /(\/shared\/|[?&]token=)[^/?&#]+/g;
const CENSORED = '[Redacted]';
const censor = (value: unknown, path: readonly string[]): unknown =>
  path.at(-1) === 'url' ? String(value).replace(LINK_TOKEN, `$1${CENSORED}`) : CENSORED;

/** Structured lines on standard output; what proves an identity never reaches them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: [
        ...SECRET_HEADERS.flatMap((name) => [`req.headers["${name}"]`, `headers["${name}"]`]),
        'req.url',
      ],
      censor,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
