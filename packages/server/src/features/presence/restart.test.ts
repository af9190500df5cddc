import { type OnlinePage, onlinePageSchema } from '@pharos/core/api/presence';
import { expect, test } from 'vitest';
import { useMortalServer } from '../../testing/mortal-server.ts';

const server = useMortalServer();

const report = async (...reports: unknown[]) => {
  const body = JSON.stringify({ reports });
  return (await fetch(`${server.url}/api/v1/presence`, { method: 'POST', headers: server.headers, body }))
    .status;
};
async function online(): Promise<OnlinePage['data']> {
  const answer = await fetch(`${server.url}/api/v1/users/online?limit=500`, { headers: server.headers });
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
  await server.crash();
  await Promise.all(senders);
  await server.start();
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
