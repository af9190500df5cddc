import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { TEST_REDIS } from './test-redis.ts';

/** A way to a Redis, that of tests unless another is named, that fails when a test says so. */
export interface RedisProxy {
  url: string;
  /** An answer that matches is lost, and all that follow: what the commands did is not heard of. */
  loseAnswer(pattern: RegExp): void;
  /** From now on connections are taken, and nothing goes through, neither to Redis nor back. */
  hang(): void;
  /** Through the connections there are nothing goes from now on, and nobody ends them. New ones are as ever. */
  forget(): void;
  /** Ends the connections there are. New ones are taken, and all is answered. */
  cut(): void;
  close(): void;
}

export async function redisProxy(to = TEST_REDIS): Promise<RedisProxy> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let lost: RegExp | undefined;
  let isLost = false;
  let hangs = false;
  const forgotten = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on('data', (asked) => {
      if (!hangs && !forgotten.has(near)) far.write(asked);
    });
    near.on('end', () => far.end());
    far.on('data', (answer) => {
      isLost ||= lost?.test(answer.toString()) ?? false;
      if (!isLost && !hangs && !forgotten.has(near)) near.write(answer);
    });
    far.on('end', () => near.end());
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    lost = undefined;
    isLost = false;
    hangs = false;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswer(pattern) {
      lost = pattern;
    },
    hang() {
      hangs = true;
    },
    forget() {
      for (const socket of sockets) forgotten.add(socket);
    },
    cut,
    close() {
      cut();
      server.close();
    },
  };
}
