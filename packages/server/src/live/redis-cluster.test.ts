import { Cluster, Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { canStartRedis, type RedisServers, startRedisCluster } from '../testing/redis-servers.ts';
import { CountersUnavailable, type LiveCounters } from './counters.ts';
import { connectRedisSubscriber } from './redis-connection.ts';
import { openRedisCounters } from './redis-counters.ts';

const clock = fakeClock();
const counter = { group: 'day', subject: 'ada', expiresAtMs: clock.nowMs() + 3_600_000 };
const claim = { measure: 'tokens' as const, amount: 1, limit: null, counters: [counter], into: counter };

describe.runIf(canStartRedis())('a cluster', () => {
  let servers: RedisServers;
  let counters: LiveCounters;
  let nodes: Redis[];
  let back = 0;
  beforeAll(async () => {
    servers = await startRedisCluster();
    nodes = servers.servers.map(({ port }) => new Redis(port, '127.0.0.1'));
    for (const node of nodes) node.on('error', () => undefined);
    const onBack = () => {
      back += 1;
    };
    counters = openRedisCounters({ redis: servers.address, clock, onError: () => undefined, onBack });
  });
  afterAll(async () => {
    await counters?.close();
    for (const node of nodes ?? []) node.disconnect();
    await servers?.stop();
  });

  /** Of every node a project whose counters it has. */
  const owners = async (): Promise<string[]> => {
    const found = new Map<number, string>();
    while (found.size < nodes.length) {
      const owner = randomIds.id();
      const slot = await (nodes[0] as Redis).cluster('KEYSLOT', `{${owner}}`);
      found.set(Math.floor((slot * nodes.length) / 16_384), owner);
    }
    return [0, 1, 2].map((node) => found.get(node) ?? '');
  };
  const tell = (owner: string) => counters.tell(owner, counter, [['ada', 5]], { readAtMs: 1 });
  const read = async (owner: string) => (await counters.read(owner, [counter]))[0];

  test('holds projects on all of its nodes, each of which may forget the scripts', async () => {
    const all = await owners();
    for (const owner of all) await tell(owner);
    for (const node of nodes) {
      expect((await node.keys('*')).length).toBeGreaterThan(0);
      await node.script('FLUSH');
    }
    for (const owner of all) expect(await read(owner)).toEqual({ told: 5, settled: 0, reserved: 0 });
    expect(back).toBe(0);
  });

  test('may move a project to another node while it is counted', async () => {
    const [owner = ''] = await owners();
    const [from, to] = nodes as [Redis, Redis];
    const slot = await from.cluster('KEYSLOT', `{${owner}}`);
    const [fromId, toId] = [await from.cluster('MYID'), await to.cluster('MYID')];
    let done = false;
    let held = 0;
    const reserving = (async () => {
      for (let id = 0; !done || held < 50; id += 1) {
        const hold = { id: `${id}`, expiresAtMs: clock.nowMs() + 60_000, claims: [claim] };
        // While half of it has moved a script may be refused; what was refused was not done.
        const answer = await counters.reserve(owner, hold).catch(() => undefined);
        if (answer?.held) held += 1;
      }
    })();
    await expect.poll(() => held).toBeGreaterThan(5);
    await to.cluster('SETSLOT', slot, 'IMPORTING', fromId);
    await from.cluster('SETSLOT', slot, 'MIGRATING', toId);
    for (const key of await from.cluster('GETKEYSINSLOT', slot, 100)) {
      await from.migrate('127.0.0.1', servers.servers[1]?.port ?? 0, key as string, 0, 1_000);
    }
    for (const node of [to, from]) await node.cluster('SETSLOT', slot, 'NODE', toId);
    done = true;
    await reserving;
    expect(await read(owner)).toEqual({ told: 0, settled: 0, reserved: held });
    expect((await to.keys(`*{${owner}}*`)).length).toBe(3);
  });

  test('goes on without a node where it may, and says when that is back, empty', async () => {
    for (const node of nodes) await node.config('SET', 'cluster-require-full-coverage', 'no');
    const [gone = '', ...others] = await owners();
    for (const owner of [gone, ...others]) await tell(owner);
    back = 0;
    await servers.servers[0]?.kill();
    await expect(read(gone)).rejects.toBeInstanceOf(CountersUnavailable);
    for (const owner of others) expect(await read(owner)).toMatchObject({ told: 5 });
    await servers.servers[0]?.start();
    const settled = () => read(gone).catch(() => undefined);
    await expect.poll(settled, { timeout: 15_000 }).toEqual({ told: 0, settled: 0, reserved: 0 });
    await expect.poll(() => back, { timeout: 10_000 }).toBe(1);
  });

  test('brings what is published at any node to who has subscribed, also after their node was lost', async () => {
    const subscriber = connectRedisSubscriber({ redis: servers.address, onError: () => undefined });
    const heard: string[] = [];
    subscriber.on('message', (_: string, text: string) => heard.push(text));
    await subscriber.subscribe('news');
    const reaches = async (text: string, from: number) => {
      const publish = async () => {
        await nodes[from]?.publish('news', text).catch(() => 0);
        return heard.includes(text);
      };
      await expect.poll(publish, { timeout: 15_000 }).toBe(true);
    };
    for (const [node] of nodes.entries()) await reaches(`at ${node}`, node);
    const counted = async (node: Redis) => (await node.pubsub('NUMSUB', 'news'))[1];
    const its = (await Promise.all(nodes.map(counted))).findIndex((subscribers) => Number(subscribers) > 0);
    await servers.servers[its]?.kill();
    await reaches('after it was lost', (its + 1) % nodes.length);
    expect(subscriber).toBeInstanceOf(Cluster);
    subscriber.disconnect();
  });
});
