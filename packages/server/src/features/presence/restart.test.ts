import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OnlinePage, onlinePageSchema } from '@pharos/core/api/presence';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServerProcess, startServer } from '../../testing/server-process.ts';

const SECRET = 'sk-presence-restart';
const HEADERS = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };

let dataDir: string;
let server: ServerProcess;
let url: string;

async function start(): Promise<void> {
  server = startServer({
    PHAROS_DATA_DIR: dataDir,
    PHAROS_PORT: '0',
    PHAROS_GRPC_PORT: '0',
    PHAROS_PUBLIC_KEY: 'pk-presence-restart',
    PHAROS_SECRET_KEY: SECRET,
  });
  url = /http:\/\/[\d.]+:[1-9]\d*/.exec(await server.says('is ready'))?.[0] ?? '';
}
async function crash(): Promise<void> {
  server.kill('SIGKILL');
  await server.ended;
}
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-presence-'));
  await start();
});
afterEach(async () => {
  await crash();
  await rm(dataDir, { recursive: true, force: true });
});

const report = async (...reports: unknown[]) => {
  const body = JSON.stringify({ reports });
  return (await fetch(`${url}/api/v1/presence`, { method: 'POST', headers: HEADERS, body })).status;
};
async function online(): Promise<OnlinePage['data']> {
  const answer = await fetch(`${url}/api/v1/users/online?limit=500`, { headers: HEADERS });
  return onlinePageSchema.parse(await answer.json()).data;
}

test('everybody who was acknowledged to be online is so after kill -9 and a start', {
  timeout: 120_000,
}, async () => {
  const now = Date.now();
  const acknowledged = new Set<string>();
  let dead = false;
  let next = 0;
  const sender = async () => {
    while (!dead) {
      const userId = `user-${next++}`;
      const at = new Date(now - 1_000).toISOString();
      const status = await report({ userId, sessionId: 's1', page: `/${userId}`, at }).catch(() => 0);
      if (status === 200) acknowledged.add(userId);
      if (acknowledged.size >= 200) dead = true;
    }
  };
  expect(await report({ userId: 'left', state: 'active' }, { userId: 'left', state: 'left' })).toBe(200);
  const senders = Array.from({ length: 8 }, sender);
  await Promise.race(senders);
  await crash();
  await Promise.all(senders);
  await start();
  const found = await online();
  const known = new Map(found.map((user) => [user.userId, user]));
  expect(known.has('left')).toBe(false);
  for (const userId of acknowledged) {
    expect(known.get(userId)).toMatchObject({
      ...{ page: `/${userId}`, state: 'active', sessions: 1, inferred: false },
      ...{ since: new Date(now - 1_000).toISOString(), lastSeen: new Date(now - 1_000).toISOString() },
    });
  }
});
