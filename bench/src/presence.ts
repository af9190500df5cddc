import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Sighting } from '@pharos/core/presence/sighting';
import { Redis } from 'ioredis';
import { randomIds } from '../../packages/server/src/ids.ts';
import { createMemoryPresence } from '../../packages/server/src/live/memory-presence.ts';
import { parseRedisUrl } from '../../packages/server/src/live/redis-address.ts';
import { openRedisPresence } from '../../packages/server/src/live/redis-presence.ts';
import { atPace, reportPace } from './pace.ts';
import { quantile } from './statistics.ts';

/*
 * How long a heartbeat takes to count, in the process, at a steady 2,000 a second with 100,000 users online, how long one waits to
 * see who is online meanwhile, and how much memory a user takes. `npm run bench:presence`, or with a Redis:
 * `npm run bench:presence -- redis://127.0.0.1:6379`
 */
const USERS = 100_000;
const A_SECOND = 2_000;
const SECONDS = 10;
const TARGET_MS = 10;
const PROJECT = `bench-${randomIds.id()}`;
const CHUNK = 500;
const IN_A_ROW = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const [url] = process.argv.slice(2);
const clock = { nowMs: Date.now };
const presence = url
  ? openRedisPresence({ redis: parseRedisUrl(url), clock, onError: (error) => console.error(error.message) })
  : createMemoryPresence({ clock });

const sighting = (n: number): Sighting => ({
  ...{
    userId: `user-${n}`,
    sessionId: `5f0c1a9e-${n}`,
    state: 'active',
    atMs: clock.nowMs(),
    inferred: false,
  },
  ...{ agent: `agent-${n % 20}`, page: `/orders/${n % 500}`, platform: n % 3 ? 'web' : 'ios' },
  ...{ country: n % 2 ? 'DE' : 'CN', locale: n % 2 ? 'de-DE' : 'zh-CN' },
});

/** Bytes in use, of this process or of Redis. */
async function used(): Promise<number> {
  if (url === undefined) {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }
  const redis = new Redis(url);
  const info = await redis.info('memory');
  redis.disconnect();
  return Number(/used_memory:(\d+)/.exec(info)?.[1]);
}

const before = await used();
const filling = performance.now();
for (let from = 0; from < USERS; from += CHUNK) {
  await presence.tell(
    PROJECT,
    Array.from({ length: CHUNK }, (_, n) => sighting(from + n)),
  );
}
const seconds = (performance.now() - filling) / 1000;
const bytes = Math.round(((await used()) - before) / USERS);
console.log(
  `${USERS} users ${url ? 'in Redis' : 'in memory'}: told in ${seconds.toFixed(1)} s, ${bytes} bytes a user`,
);

const heartbeat = (n: number) => presence.tell(PROJECT, [sighting((n * 7919) % USERS)]);
const cpu = process.cpuUsage();
for (let n = 0; n < IN_A_ROW; n++) await heartbeat(n);
const { user, system } = process.cpuUsage(cpu);
console.log(`CPU of this process: ${((user + system) / IN_A_ROW).toFixed(0)} µs a heartbeat`);
await atPace(heartbeat, A_SECOND, 2);
const looks: number[] = [];
const looking = setInterval(async () => {
  const began = performance.now();
  await Promise.all([presence.online(PROJECT, { limit: 50 }), presence.counts(PROJECT, 50)]);
  looks.push(performance.now() - began);
}, 1_000);
const took = await atPace(heartbeat, A_SECOND, SECONDS);
clearInterval(looking);
if (!reportPace(`heartbeat, ${A_SECOND} a second`, took, TARGET_MS)) process.exitCode = 1;
console.log(
  `who is online, once a second meanwhile: p50 ${quantile(looks, 0.5).toFixed(1)} ms, longest ${Math.max(...looks).toFixed(1)} ms`,
);
const { online } = await presence.counts(PROJECT, 1);
console.log(`online at the end: ${online}, dropped: ${presence.dropped}`);
if (online !== USERS || presence.dropped > 0) process.exitCode = 1;
await presence.close();
if (url) {
  const redis = new Redis(url);
  const keys = await redis.keys(`pharos:{${PROJECT}}:*`);
  if (keys.length > 0) await redis.unlink(keys);
  redis.disconnect();
}
