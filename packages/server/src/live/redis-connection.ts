import { once } from 'node:events';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';

export interface RedisConnectionOptions {
  redis: RedisAddress;
  /** Told of a connection that is lost or refused. */
  onError(error: Error): void;
  /** Told when there is a connection again, also to one node of several: Redis may have lost what it held. */
  onBack?(): void;
  /** Of one command, and of a connection. */
  commandTimeoutMs?: number;
  connectTimeoutMs?: number;
}

/** A connection to one server, to the master that sentinels name, or to all nodes of a cluster. */
export type RedisConnection = Redis | Cluster;

const CONNECT_TIMEOUT_MS = 2_000;
const COMMAND_TIMEOUT_MS = 500;
const MAX_RETRY_MS = 2_000;
/** A connection on which nothing was heard for so many times as long as a command may take is given up. */
const SILENT_COMMANDS = 4;
/** How often a subscriber, who may hear nothing for hours, asks whether anybody is still there. */
const PING_MS = 5_000;
const REFRESH_NODES_MS = 5_000;
/** A command that a node hands on to another one follows so often. */
const MAX_REDIRECTIONS = 5;

const retry = (times: number): number => Math.min(100 * times, MAX_RETRY_MS);
/** Names are left to TLS, which looks for them in certificates. */
const asNamed: NonNullable<ClusterOptions['dnsLookup']> = (name, done) => done(null, name);

/**
 * Connects by itself, again and again. While there is no connection commands are refused at once; none is sent twice, so that what
 * was done and not answered is not done again.
 */
export function connectRedis(options: RedisConnectionOptions): RedisConnection {
  const commandTimeout = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
  const connection = connect(options.redis, {
    commandTimeout,
    socketTimeout: SILENT_COMMANDS * commandTimeout,
    connectTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    // A master that has become a replica keeps its connections.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
  });
  connection.on('error', options.onError);
  if (connection instanceof Cluster) {
    connection.on('node error', options.onError);
    tendNodes(connection, () => options.onBack?.());
  } else {
    tellWhenBack(connection, options);
  }
  return connection;
}

/**
 * A connection to subscribe on: `subscribe` waits until there is one, and what was subscribed to is again after it was lost; what was
 * published meanwhile is not heard. Messages come as `message` events. To be ended with `disconnect`.
 */
export function connectRedisSubscriber(options: RedisConnectionOptions): RedisConnection {
  const commandTimeout = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
  const connection = connect(options.redis, {
    socketTimeout: SILENT_COMMANDS * commandTimeout,
    connectTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
  });
  connection.on('error', options.onError);
  tellWhenBack(connection, options);
  if (connection instanceof Redis) {
    // A ping that nobody answers ends the connection (socketTimeout), so that another is made.
    const ping = () => connection.status === 'ready' && void connection.ping().catch(() => undefined);
    const pinging = setInterval(ping, PING_MS).unref();
    connection.once('end', () => clearInterval(pinging));
  }
  return connection;
}

/** Connects for something that is done once. Rejects with the reason when that fails at first. */
export async function reachRedis(redis: RedisAddress, timeoutMs: number): Promise<RedisConnection> {
  let lost: Error | undefined;
  const onError = (error: Error) => {
    lost ??= error;
  };
  const options = { redis, onError, commandTimeoutMs: timeoutMs, connectTimeoutMs: timeoutMs };
  const connection = connectRedis(options);
  await firstConnected(connection, options);
  if (connection.status === 'ready') return connection;
  connection.disconnect();
  throw lost ?? new Error('Redis does not answer');
}

/** Resolves once commands are taken, or soon: when that failed, or takes too long. */
export async function firstConnected(
  connection: RedisConnection,
  { connectTimeoutMs }: RedisConnectionOptions,
) {
  const end = AbortSignal.timeout(connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
  const settled = (each: RedisConnection) =>
    Promise.race(['ready', 'close', 'end'].map((event) => once(each, event, { signal: end }))).catch(
      () => undefined,
    );
  await settled(connection);
  if (!(connection instanceof Cluster)) return;
  await Promise.all(connection.nodes('master').map((node) => node.status !== 'ready' && settled(node)));
}

/** What of the options is for all forms. */
type Common = Pick<
  RedisOptions,
  'commandTimeout' | 'socketTimeout' | 'maxRetriesPerRequest' | 'reconnectOnError'
> & { connectTimeout: number; enableOfflineQueue: boolean };

function connect(address: RedisAddress, common: Common): RedisConnection {
  const { username, password, database } = address;
  const tls = address.tls ? { tls: {} } : {};
  const options = {
    ...common,
    ...tls,
    ...(username && { username }),
    ...(password && { password }),
  };
  if (address.kind === 'server') {
    return new Redis({ ...options, ...address.server, db: database, retryStrategy: retry });
  }
  if (address.kind === 'sentinel') {
    const { sentinels, master, atSentinels } = address;
    return new Redis({
      ...options,
      ...{ sentinels, name: master, db: database, retryStrategy: retry },
      ...(atSentinels.username && { sentinelUsername: atSentinels.username }),
      ...(atSentinels.password && { sentinelPassword: atSentinels.password }),
      ...(address.tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
      sentinelRetryStrategy: retry,
      sentinelReconnectStrategy: retry,
      sentinelCommandTimeout: common.connectTimeout,
      failoverDetector: true,
    });
  }
  const { enableOfflineQueue, ...ofNodes } = options;
  return new Cluster(address.nodes, {
    redisOptions: ofNodes,
    enableOfflineQueue,
    ...(address.tls && { dnsLookup: asNamed }),
    clusterRetryStrategy: retry,
    slotsRefreshTimeout: common.connectTimeout,
    slotsRefreshInterval: REFRESH_NODES_MS,
    maxRedirections: MAX_REDIRECTIONS,
    // What was sent to a node that is lost may have been done.
    retryDelayOnFailover: 0,
  });
}

function tellWhenBack(connection: RedisConnection, { onBack }: Pick<RedisConnectionOptions, 'onBack'>): void {
  let wasThere = false;
  connection.on('ready', () => {
    if (wasThere) onBack?.();
    wasThere = true;
  });
}

/** Connects to masters before somebody needs them. Tells of a node that is connected to anew, and of one that took over. */
function tendNodes(cluster: Cluster, onBack: () => void): void {
  const first = new WeakSet<Redis>();
  const warm = (node: Redis) => {
    const isIdle = cluster.status === 'ready' && node.status === 'wait' && !node.options.readOnly;
    if (isIdle) node.connect().catch(() => undefined);
  };
  let wasThere = false;
  cluster.on('ready', () => {
    if (wasThere) onBack();
    wasThere = true;
    for (const node of cluster.nodes('master')) {
      first.add(node);
      warm(node);
    }
  });
  cluster.on('+node', (node: Redis) => {
    node.on('ready', () => {
      if (wasThere && !first.has(node)) onBack();
    });
    // A command that is on its way to it comes first.
    setImmediate(warm, node);
  });
}
