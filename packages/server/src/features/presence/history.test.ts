import { presenceHistorySchema } from '@pharos/core/api/presence-history';
import { expect, test } from 'vitest';
import { openReadApp } from '../../testing/read-app.ts';
import type { Client } from '../../testing/test-app.ts';

const MINUTE = 60_000;

const { app } = await openReadApp();
const sdk = app.withKey(await app.aKey(['ingest']));

const ago = (minutes: number) => new Date(app.clock.nowMs() - minutes * MINUTE).toISOString();
const history = async (query: Record<string, string>, project = app.projectId, by: Client = app.owner) =>
  by.get(
    `/api/v1/presence/history?${new URLSearchParams({ project, from: ago(600), to: ago(-1), ...query })}`,
  );

test('tells of each session when it started, was idle, ended and was resumed, whatever came twice or late', async () => {
  const told = [
    { sessionId: 's1', at: ago(40), platform: 'web', country: 'DE' },
    { sessionId: 's1', at: ago(37), state: 'idle' },
    { sessionId: 's1', at: ago(25), page: '/cart', platform: 'web' },
    { sessionId: 's2', at: ago(2), platform: 'ios' },
    { sessionId: 's2', at: ago(1), platform: 'ios', page: '/' },
  ].map((each) => ({ userId: 'ada', ...each }));
  await sdk.post('/api/v1/presence', { reports: told.toReversed() });
  await sdk.post('/api/v1/presence', { reports: [...told, { userId: 'bob', sessionId: 's3', at: ago(1) }] });
  const { sessions, cut } = (await history({ user: 'ada' })).as(presenceHistorySchema);
  expect(cut).toBe(false);
  expect(sessions.map(({ sessionId, phase }) => [sessionId, phase])).toEqual([
    ['s2', 'active'],
    ['s1', 'ended'],
  ]);
  expect(sessions[0]).toMatchObject({ platform: 'ios', page: '/', firstSeen: ago(2), lastSeen: ago(1) });
  expect(sessions[1]?.moments).toEqual([
    { event: 'started', at: ago(40), by: 'report' },
    { event: 'idle', at: ago(37), by: 'report' },
    { event: 'ended', at: ago(32), by: 'timeout' },
    { event: 'resumed', at: ago(25), by: 'report' },
    { event: 'ended', at: ago(20), by: 'timeout' },
  ]);
  const one = (await history({ session: 's3' })).as(presenceHistorySchema);
  expect(one.sessions.map(({ userId }) => userId)).toEqual(['bob']);
});

test('tells nothing of another project, and is asked of somebody and of a bounded time', async () => {
  const theirs = await app.aSecondProject();
  const none = await history({ user: 'ada' }, theirs.projectId, theirs.owner);
  expect(none.as(presenceHistorySchema).sessions).toEqual([]);
  expect((await history({ user: 'ada' }, app.projectId, theirs.owner)).status).toBe(404);
  expect((await history({})).status).toBe(400);
  expect((await history({ user: 'ada', from: ago(32 * 24 * 60) })).status).toBe(400);
  expect((await sdk.get(`/api/v1/presence/history?user=ada&from=${ago(9)}&to=${ago(1)}`)).status).toBe(403);
});
