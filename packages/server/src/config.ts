import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { MIN_PASSWORD } from '@pharos/core/api/accounts';
import { parseRetention } from '@pharos/core/retention/kinds';
import { z } from 'zod';
import { readClickHouseBackups } from './backup/elsewhere.ts';
import { parseAllowed } from './egress/address-rule.ts';
import { StartError } from './errors.ts';
import { parseRedisUrl, RedisUrlError } from './live/redis-address.ts';
import { ROLE_NAMES } from './roles.ts';
import { parseKey } from './secrets/seal.ts';
import { urlsOf } from './store/telemetry/servers.ts';

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, { message: `must be between ${min} and ${max}` });
const text = z.string().trim().min(1);
const url = (...schemes: string[]) =>
  z.url({ protocol: new RegExp(`^(${schemes.join('|')})$`), error: `must be a URL (${schemes.join(', ')})` });
/** Text that a function reads; undefined: it cannot. */
const readBy = <Value>(read: (given: string) => Value | undefined, message: string) =>
  z.string().transform((given, context): Value => {
    const value = read(given);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
function encryptionKeys(given: string): Uint8Array[] | undefined {
  const keys = given.split(',').map((each) => parseKey(each.trim()));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}
const redis = z.string().transform((given, context) => {
  try {
    return parseRedisUrl(given);
  } catch (error) {
    if (!(error instanceof RedisUrlError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});
const credential = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

interface Variable<Schema extends z.ZodType> {
  name: string;
  about: string;
  schema: Schema;
  /** As one would write it in the environment; absent: unset. */
  default?: string;
  /** Never printed. */
  secret?: boolean;
}
const variable = <Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  about: string,
  options: { default?: string; secret?: boolean } = {},
): Variable<Schema> => ({ name, schema, about, ...options });

/** Every setting there is. The README's table is made of this one. */
export const VARIABLES = {
  role: variable(
    'PHAROS_ROLE',
    z.enum(ROLE_NAMES),
    'What this process does: `all`, or one of `ingest`, `query` and `jobs` of a deployment of several. `--role` wins.',
    { default: 'all' },
  ),
  host: variable('PHAROS_HOST', text, 'Address to listen on.', { default: '127.0.0.1' }),
  port: variable('PHAROS_PORT', integer(0, 65_535), 'Port of the UI, the API and OTLP/HTTP.', {
    default: '7070',
  }),
  grpcPort: variable('PHAROS_GRPC_PORT', integer(0, 65_535), 'Port of OTLP/gRPC.', { default: '4317' }),
  publicUrl: variable(
    'PHAROS_PUBLIC_URL',
    url('http', 'https')
      .transform((value) => value.replace(/\/+$/, ''))
      .optional(),
    'Where browsers reach this server, when that is not http://<host>:<port>. With https, cookies are Secure.',
  ),
  trustProxy: variable(
    'PHAROS_TRUST_PROXY',
    text.optional(),
    'Addresses (comma-separated, CIDR allowed) of proxies whose X-Forwarded-* headers are believed.',
  ),
  dataDir: variable('PHAROS_DATA_DIR', text, 'Where the embedded stores keep their data.', {
    default: './data',
  }),
  clickhouseUrl: variable(
    'PHAROS_CLICKHOUSE_URL',
    readBy(urlsOf, 'must be a URL (http, https), of several hosts comma-separated').optional(),
    'A ClickHouse server for telemetry, in place of the embedded engine: http://user:password@host:8123/database. Further hosts, comma-separated, are asked when one does not answer.',
    { secret: true },
  ),
  clickhouseCluster: variable(
    'PHAROS_CLICKHOUSE_CLUSTER',
    z
      .string()
      .regex(/^[\w.-]+$/, 'must be the name of a cluster')
      .optional(),
    'The cluster, as the ClickHouse servers call it, over whose shards and replicas telemetry is spread.',
  ),
  clickhouseQuorum: variable(
    'PHAROS_CLICKHOUSE_QUORUM',
    z.union([z.literal('auto'), integer(2, 32)]).optional(),
    'Replicas of the cluster that have an insert before it is acknowledged, or `auto` for most of them.',
  ),
  clickhouseBackups: variable(
    'PHAROS_CLICKHOUSE_BACKUPS',
    readBy(
      readClickHouseBackups,
      'must be disk:<name of a disk> or s3:<name of a named collection>',
    ).optional(),
    'Where the ClickHouse servers put their part of a backup: `disk:<disk>` or `s3:<named collection>` of their own configuration.',
  ),
  databaseUrl: variable(
    'PHAROS_DATABASE_URL',
    url('postgres', 'postgresql').optional(),
    'A PostgreSQL database for users, projects and keys, in place of the embedded one.',
    { secret: true },
  ),
  migrate: variable(
    'PHAROS_MIGRATE',
    z.enum(['auto', 'off']),
    'Whether the stores are brought to the schema of this version at start; `off` waits, not ready, until `npm run migrate` or another process has done it. Needs both URLs.',
    { default: 'auto' },
  ),
  storeWaitSeconds: variable(
    'PHAROS_STORE_WAIT_SECONDS',
    integer(0, 3600),
    'How long, at the start, a ClickHouse or PostgreSQL that does not answer is waited for.',
    { default: '60' },
  ),
  spoolMb: variable(
    'PHAROS_SPOOL_MB',
    integer(0, 1_048_576),
    'Disk for what comes in while ClickHouse is down, in MB, in `<data dir>/spool`; 0: it is refused with 503 until ClickHouse is back.',
    { default: '0' },
  ),
  redis: variable(
    'PHAROS_REDIS_URL',
    redis.optional(),
    'A Redis for what lives (counters of quotas, agents, presence) that several servers share, in place of memory: redis://user:password@host:6379/0, redis+cluster://h1:7000,h2:7001 or redis+sentinel://h1:26379,h2:26379/master; rediss with TLS.',
    { secret: true },
  ),
  adminEmail: variable(
    'PHAROS_ADMIN_EMAIL',
    z
      .email()
      .transform((email) => email.toLowerCase())
      .optional(),
    'Email of the first user.',
  ),
  adminPassword: variable(
    'PHAROS_ADMIN_PASSWORD',
    z.string().min(MIN_PASSWORD, `must have at least ${MIN_PASSWORD} characters`).max(512).optional(),
    'Password of the first user. Without it a one-time login link is printed at start.',
    { secret: true },
  ),
  project: variable('PHAROS_PROJECT', text.max(80).optional(), 'Name of the first project.'),
  publicKey: variable(
    'PHAROS_PUBLIC_KEY',
    credential.regex(/^[^:]+$/, 'must not contain a colon').optional(),
    'Public half of the first key pair.',
  ),
  secretKey: variable('PHAROS_SECRET_KEY', credential.optional(), 'Secret half of the first key pair.', {
    secret: true,
  }),
  encryptionKey: variable(
    'PHAROS_ENCRYPTION_KEY',
    readBy(encryptionKeys, 'must be 32 bytes in base64 or hex; older keys follow after commas').optional(),
    'Seals the secrets of channels: 32 bytes in base64 or hex, before older ones, comma-separated. Without it, embedded records have one in the data directory.',
    { secret: true },
  ),
  egressAllow: variable(
    'PHAROS_EGRESS_ALLOW',
    readBy(
      parseAllowed,
      'must be addresses, ranges such as 10.0.0.0/8, or names, comma-separated',
    ).optional(),
    'Private addresses, ranges (CIDR) and names (`*.internal` too), comma-separated, that channels may send to; public ones always.',
  ),
  egressHttp: variable('PHAROS_EGRESS_HTTP', flag, 'Let channels send to URLs without TLS as well.', {
    default: 'true',
  }),
  smtpUrl: variable(
    'PHAROS_SMTP_URL',
    url('smtp', 'smtps').optional(),
    'The server that mails are handed to, such as smtp://user:password@mail.example.com:587.',
    { secret: true },
  ),
  mailFrom: variable(
    'PHAROS_MAIL_FROM',
    text.regex(/^[^\r\n]+@[^\r\n]+$/, 'must be an address such as Pharos <alerts@example.com>').optional(),
    'Whom mails are from, such as Pharos <alerts@example.com>.',
  ),
  retention: variable(
    'PHAROS_RETENTION',
    readBy(
      parseRetention,
      'must be days by kind, such as spans=90, payloads=30, rollups=forever (docs/retention.md)',
    ),
    'How many days of each kind projects keep that say nothing else; what is left out is kept as docs/retention.md says.',
    { default: 'spans=forever' },
  ),
  maxBodyBytes: variable(
    'PHAROS_MAX_BODY_BYTES',
    integer(1024, 1_073_741_824),
    'Largest request body, after decompression.',
    { default: '20971520' },
  ),
  maxMediaBytes: variable(
    'PHAROS_MAX_MEDIA_BYTES',
    integer(1024, 2_147_483_647),
    'Largest file (an image, a recording) that an SDK may upload.',
    { default: '104857600' },
  ),
  engineMemoryMb: variable(
    'PHAROS_ENGINE_MEMORY_MB',
    integer(256, 1_048_576),
    'Memory that the embedded telemetry engine may use for queries, in MB.',
    { default: '2048' },
  ),
  searchIndex: variable(
    'PHAROS_SEARCH_INDEX',
    flag,
    'Keep an index of words for full-text search. Off saves disk and makes search scan.',
    { default: 'true' },
  ),
  logLevel: variable(
    'PHAROS_LOG_LEVEL',
    z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    'How much is logged; `debug` logs every request.',
    { default: 'info' },
  ),
} as const;

type Settings = { [Name in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Name]['schema']> };

export interface Config extends Settings {
  /** PHAROS_PUBLIC_URL, or what host and port amount to. */
  publicUrl: string;
}

/** What processes of different roles have in common. */
const SHARED = ['clickhouseUrl', 'databaseUrl', 'redis'] as const;

/** Whether nothing is stored in the process, so that others may do the same work beside it. */
export const isShared = ({
  clickhouseUrl,
  databaseUrl,
}: Pick<Config, 'clickhouseUrl' | 'databaseUrl'>): boolean =>
  clickhouseUrl !== undefined && databaseUrl !== undefined;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the environment, completed by the JSON file that PHAROS_CONFIG names (an object of the same names).
 * An empty variable counts as unset.
 * @throws StartError with one sentence that names the setting.
 */
export function readConfig(env: Environment = process.env): Config {
  const file = env.PHAROS_CONFIG ? readConfigFile(env.PHAROS_CONFIG) : {};
  const settings = Object.fromEntries(
    Object.entries(VARIABLES).map(
      ([key, { name, schema, default: fallback }]: [string, Variable<z.ZodType>]) => {
        const given = (env[name] || undefined) ?? file[name] ?? fallback;
        const parsed = schema.safeParse(given);
        if (!parsed.success) {
          throw new StartError(
            `${name} is not valid: ${parsed.error.issues[0]?.message ?? 'unknown reason'}.`,
          );
        }
        return [key, parsed.data];
      },
    ),
  ) as Settings;
  if ((settings.publicKey === undefined) !== (settings.secretKey === undefined)) {
    throw new StartError('PHAROS_PUBLIC_KEY and PHAROS_SECRET_KEY belong together: set both or neither.');
  }
  if (settings.adminPassword !== undefined && settings.adminEmail === undefined) {
    throw new StartError('PHAROS_ADMIN_PASSWORD needs PHAROS_ADMIN_EMAIL.');
  }
  if (settings.clickhouseCluster !== undefined && settings.clickhouseUrl === undefined) {
    throw new StartError('PHAROS_CLICKHOUSE_CLUSTER needs PHAROS_CLICKHOUSE_URL.');
  }
  if (settings.clickhouseQuorum !== undefined && settings.clickhouseCluster === undefined) {
    throw new StartError('PHAROS_CLICKHOUSE_QUORUM needs PHAROS_CLICKHOUSE_CLUSTER.');
  }
  if (settings.migrate === 'off' && !isShared(settings)) {
    throw new StartError('PHAROS_MIGRATE=off needs PHAROS_DATABASE_URL and PHAROS_CLICKHOUSE_URL.');
  }
  if ((settings.smtpUrl === undefined) !== (settings.mailFrom === undefined)) {
    throw new StartError('PHAROS_SMTP_URL and PHAROS_MAIL_FROM belong together: set both or neither.');
  }
  const { role, ...shared } = settings;
  const missing = role === 'all' ? [] : SHARED.filter((key) => shared[key] === undefined);
  if (missing.length > 0) {
    const names = missing.map((key) => VARIABLES[key].name).join(', ');
    throw new StartError(`The role ${role} needs stores that other processes share: set ${names}.`);
  }
  if (settings.spoolMb > 0 && settings.clickhouseUrl === undefined) {
    throw new StartError('PHAROS_SPOOL_MB needs PHAROS_CLICKHOUSE_URL: the embedded engine is never apart.');
  }
  return {
    ...settings,
    dataDir: isAbsolute(settings.dataDir) ? settings.dataDir : resolve(settings.dataDir),
    publicUrl: settings.publicUrl ?? localUrl(settings.host, settings.port),
  };
}

/** The environment of this process, for what tells about it. */
export const environment = (): Environment => process.env;

/** Threads that wait for the disk and the engine; Node has 4 unless told otherwise before it starts. */
export const threadPoolSize = (env: Environment): number => Number(env.UV_THREADPOOL_SIZE) || 4;

/** Names that look like settings and are none: a typo, or a setting of another version. */
export function unknownVariables(env: Environment = process.env): string[] {
  const known = new Set<string>(['PHAROS_CONFIG', ...Object.values(VARIABLES).map(({ name }) => name)]);
  return Object.keys(env).filter((name) => name.startsWith('PHAROS_') && !known.has(name));
}

const configFileSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

function readConfigFile(path: string): Record<string, string> {
  const content = attempt(() => readFileSync(path, 'utf8'), `The config file ${path} cannot be read`);
  const json: unknown = attempt(() => JSON.parse(content), `The config file ${path} is not valid JSON`);
  const parsed = configFileSchema.safeParse(json);
  if (!parsed.success) {
    throw new StartError(`The config file ${path} must be one object of names and plain values.`);
  }
  const unknown =
    unknownVariables(parsed.data)[0] ?? Object.keys(parsed.data).find((k) => !k.startsWith('PHAROS_'));
  if (unknown !== undefined)
    throw new StartError(`The config file ${path} has an unknown setting: ${unknown}.`);
  return parsed.data;
}

function attempt<Value>(action: () => Value, failure: string): Value {
  try {
    return action();
  } catch (error) {
    throw new StartError(`${failure}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** A listening address as a browser on this machine would type it. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
