/** Where a Redis is, in one of its three forms, and as whom one is there. */
export type RedisAddress = RedisAccess &
  (
    | { kind: 'server'; server: HostPort }
    | { kind: 'cluster'; nodes: HostPort[] }
    | { kind: 'sentinel'; sentinels: HostPort[]; master: string; atSentinels: Login }
  );

export interface HostPort {
  host: string;
  port: number;
}
export interface Login {
  username?: string;
  password?: string;
}
export interface RedisAccess extends Login {
  tls: boolean;
  database: number;
}

const URL_PARTS =
  /^(?<scheme>[a-z+]+):\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?$/;
const HOST = /^(?:\[(?<ip6>[0-9a-f:.]+)\]|(?<name>[^\s:[\]]+))(?::(?<port>\d{1,5}))?$/i;
const KINDS = { '': 'server', cluster: 'cluster', sentinel: 'sentinel' } as const;
const PORTS = { server: 6379, cluster: 6379, sentinel: 26_379 } as const;

const FORMS =
  'redis://host:6379, redis+cluster://h1:7000,h2:7001 or redis+sentinel://h1:26379,h2:26379/name-of-the-master (rediss with TLS)';

/**
 * Reads `redis://user:password@host:6379/0`, `redis+cluster://user:password@h1:7000,h2:7001` and
 * `redis+sentinel://user:password@h1:26379,h2:26379/master/0?sentinel_user=…&sentinel_password=…`; `rediss` in place of `redis` is with TLS.
 * What has a meaning in URLs is written as %xx.
 * @throws RedisUrlError that names what is wrong, and no part of a password.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const parts = URL_PARTS.exec(url.trim())?.groups;
  const scheme = /^redis(?<tls>s?)(?:\+(?<kind>cluster|sentinel))?$/.exec(parts?.scheme ?? '')?.groups;
  if (parts === undefined || scheme === undefined) throw new RedisUrlError(`must be one of ${FORMS}`);
  const kind = KINDS[(scheme.kind ?? '') as keyof typeof KINDS];
  const hosts = (parts.hosts ?? '').split(',').map((each) => hostOf(each.trim(), PORTS[kind]));
  const [user = '', ...secret] = (parts.login ?? '').split(':');
  const login = loginOf(user, secret.join(':'));
  const path = (parts.path ?? '').split('/').map(decoded);
  const query = new Map(new URLSearchParams(parts.query ?? ''));

  const master = kind === 'sentinel' ? path.shift() : undefined;
  const atSentinels = loginOf(query.get('sentinel_user') ?? '', query.get('sentinel_password') ?? '', false);
  if (kind === 'sentinel') for (const name of ['sentinel_user', 'sentinel_password']) query.delete(name);
  for (const name of query.keys()) throw new RedisUrlError(`knows no parameter ${name}`);
  const access = { ...login, tls: scheme.tls === 's', database: databaseOf(path) };

  if (kind === 'sentinel') {
    if (!master)
      throw new RedisUrlError('must name the master that the sentinels watch, as in …:26379/mymaster');
    return { kind, ...access, sentinels: hosts, master, atSentinels };
  }
  if (kind === 'cluster') {
    if (access.database !== 0) throw new RedisUrlError('names a database, and a cluster has none but 0');
    return { kind, ...access, nodes: hosts };
  }
  const [server, ...others] = hosts;
  if (server === undefined || others.length > 0) {
    throw new RedisUrlError('names several hosts: write redis+cluster:// or redis+sentinel:// for them');
  }
  return { kind, ...access, server };
}

/** Why it is no address of a Redis, to be read after its name. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

/** The hosts alone, for people. */
export const hostsOf = (address: RedisAddress): string =>
  (address.kind === 'server'
    ? [address.server]
    : address.kind === 'cluster'
      ? address.nodes
      : address.sentinels
  )
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
    .join(',');

function hostOf(text: string, usual: number): HostPort {
  const { ip6, name, port = String(usual) } = HOST.exec(text)?.groups ?? {};
  const host = ip6 ?? name;
  if (host === undefined || Number(port) === 0 || Number(port) > 65_535) {
    throw new RedisUrlError('must have a name or an address for each host, and a port after a colon');
  }
  return { host, port: Number(port) };
}

function loginOf(user: string, secret: string, isEncoded = true): Login {
  const [username, password] = [user, secret].map((each) => (isEncoded ? decoded(each) : each));
  return { ...(username && { username }), ...(password && { password }) };
}

function databaseOf([text = '', ...more]: readonly string[]): number {
  if (more.length > 0 || !/^\d{0,4}$/.test(text)) {
    throw new RedisUrlError('must have a whole number for a database, such as /2');
  }
  return Number(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError('has a % that begins no %xx: write it as %25');
  }
}
