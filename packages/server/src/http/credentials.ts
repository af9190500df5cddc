/** What a caller sent to prove who it is. */
export interface Credentials {
  secret: string;
  /** Sent along by Basic authentication; must then belong to the secret. */
  publicKey: string | undefined;
}

/** The value of a header by its lower-case name: of an HTTP request, or of gRPC metadata. */
export type Header = (name: string) => string | undefined;

const SECRET_HEADERS = ['x-api-key', 'api_key', 'x-auth-token'] as const;

/**
 * Reads a key out of the forms that SDKs use: `Authorization: Basic base64(public:secret)`, `Bearer secret` or the
 * bare secret, `x-api-key`, `api_key`, `x-auth-token`. Exporters that take their headers from an environment
 * variable may leave the value percent-encoded. Undefined when there is no key at all.
 */
export function readCredentials(header: Header): Credentials | undefined {
  const authorization = decode(header('authorization'));
  if (authorization !== '') {
    const [, scheme = '', value = ''] = /^(?:(basic|bearer)\s+)?(.*)$/is.exec(authorization) ?? [];
    return scheme.toLowerCase() === 'basic'
      ? basic(value.trim())
      : { secret: value.trim(), publicKey: undefined };
  }
  for (const name of SECRET_HEADERS) {
    const secret = decode(header(name));
    if (secret !== '') return { secret, publicKey: undefined };
  }
  return undefined;
}

function basic(encoded: string): Credentials {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const password = colon < 0 ? '' : text.slice(colon + 1);
  // A client that knows only one field puts the key where the user name goes.
  return password === '' ? { secret: user, publicKey: undefined } : { secret: password, publicKey: user };
}

function decode(value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return text;
  }
}
