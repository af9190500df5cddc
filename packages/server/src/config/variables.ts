import { MIN_PASSWORD } from '@pharos/core/api/accounts';
import { parseRetention } from '@pharos/core/retention/kinds';
import { z } from 'zod';
import { readClickHouseBackups } from '../backup/elsewhere.ts';
import { parseAllowed } from '../egress/address-rule.ts';
import { ROLE_NAMES } from '../roles.ts';
import { urlsOf } from '../store/telemetry/servers.ts';
import { parseColdAfter, TIERED_KINDS } from '../store/telemetry/tiering/cold-after.ts';
import { parseColdStorage } from '../store/telemetry/tiering/cold-storage.ts';
import { credential, encryptionKeys, flag, integer, readBy, redis, text, url } from './kinds.ts';

export interface Variable<Schema extends z.ZodType> {
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
    'Seals the secrets of channels and exports: 32 bytes in base64 or hex, before older ones, comma-separated. Without it, embedded records have one in the data directory.',
    { secret: true },
  ),
  egressAllow: variable(
    'PHAROS_EGRESS_ALLOW',
    readBy(
      parseAllowed,
      'must be addresses, ranges such as 10.0.0.0/8, or names, comma-separated',
    ).optional(),
    'Private addresses, ranges (CIDR) and names (`*.internal` too), comma-separated, that channels and exports may send to; public ones always.',
  ),
  egressHttp: variable(
    'PHAROS_EGRESS_HTTP',
    flag,
    'Let channels and exports send to URLs without TLS as well.',
    {
      default: 'true',
    },
  ),
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
  coldStorage: variable(
    'PHAROS_COLD_STORAGE',
    readBy(
      parseColdStorage,
      'must be an absolute path, https://key:secret@host/bucket/prefix, or policy:<name>',
    ).optional(),
    'Where old rows lie (docs/retention.md): a directory on another disk, a bucket of S3 or what speaks like it (https://key:secret@host/bucket/prefix), or, with ClickHouse servers, `policy:<storage policy>` of theirs.',
    { secret: true },
  ),
  coldAfter: variable(
    'PHAROS_COLD_AFTER',
    readBy(parseColdAfter, `must be days by kind (${TIERED_KINDS.join(', ')}), such as payloads=7, spans=30`),
    'After how many days rows of each kind move to cold storage; what is left out stays.',
    { default: 'payloads=7, spans=30, logs=7, metrics=30, events=30' },
  ),
  exportDir: variable(
    'PHAROS_EXPORT_DIR',
    text.optional(),
    'Where exports to disk are written, in a folder for each project. Without it they go to S3 alone.',
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

/** Each setting, read. */
export type Settings = { [Name in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Name]['schema']> };
