import { type DestinationStream, type Logger, pino } from 'pino';

const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'api_key', 'x-auth-token', 'x-csrf-token'];

/** Structured lines on standard output; what proves an identity never reaches them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: SECRET_HEADERS.flatMap((name) => [`req.headers["${name}"]`, `headers["${name}"]`]),
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
