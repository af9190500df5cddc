import { reportsTakenSchema } from '@pharos/core/api/live-reports';
import { onlinePageSchema, presenceSettingsSchema } from '@pharos/core/api/presence';
import { ONLINE_WINDOW_MS as WINDOW } from '@pharos/core/presence/life-cycle';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryPresence } from '../../live/memory-presence.ts';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aSpan } from '../../testing/spans.ts';
import { restorePresence } from './restore.ts';

const { store, app } = await openReadApp();
let ours: ReadProject;
beforeEach(async () => {
  ours = await aReadProject(app);
});

const report = async (...reports: unknown[]) => {
  const answer = await ours.sdk.post('/api/v1/presence', { reports });
  expect(answer.status).toBe(200);
  return answer.as(reportsTakenSchema);
};
const online = async (query = '', by = ours.reader) => {
  const answer = await by.get(`/api/v1/users/online${query}`);
  expect(answer.text).toContain('data');
  return answer.as(onlinePageSchema);
};
const ago = (ms: number) => new Date(app.clock.nowMs() - ms).toISOString();
const traced = (userId: string, msAgo: number, facts = {}) => {
  const startNs = BigInt(app.clock.nowMs() - msAgo) * 1_000_000n;
  return store.put(ours.projectId, {
    spans: [aSpan({ traceId: `${userId}-${msAgo}`, userId, startNs, endNs: startNs + 1_000_000n, ...facts })],
  });
};

describe('presence', () => {
  test('that is reported is who is online, with where they are and how many there are of each', async () => {
    const place = { agent: 'support', page: '/orders', platform: 'web', country: 'de', locale: 'de-DE' };
    expect(
      await report(
        { userId: 'ada', sessionId: 's1', at: ago(60_000), ...place },
        { userId: 'ada', sessionId: 's1', at: ago(10_000), ...place },
        { userId: 'bob', state: 'idle' },
        { userId: 'eve' },
        { userId: 'eve', state: 'left' },
      ),
    ).toEqual({ accepted: 5, refused: [] });
    const page = await online();
    expect(page).toMatchObject({ online: 2, nextCursor: null, windowSeconds: 300, tracesReadAt: ago(0) });
    const nowhere = { agent: '', page: '', platform: '', country: '', locale: '' };
    expect(page.data).toEqual([
      {
        ...{ userId: 'bob', state: 'idle', since: ago(0), lastSeen: ago(0), sessions: 1, inferred: false },
        ...nowhere,
      },
      {
        ...{ userId: 'ada', state: 'active', since: ago(60_000), lastSeen: ago(10_000), sessions: 1 },
        ...{ inferred: false, ...place, country: 'DE' },
      },
    ]);
    expect(page.counts.state).toEqual(
      expect.arrayContaining([
        { value: 'active', users: 1 },
        { value: 'idle', users: 1 },
      ]),
    );
    expect(page.counts.country).toContainEqual({ value: 'DE', users: 1 });
    app.clock.advance(WINDOW);
    expect((await online()).data).toEqual([]);
  });

  test('is refused item by item, with the place of each and why, and the others count', async () => {
    const taken = await report(
      { userId: 'ada' },
      { userId: '' },
      { userId: 'bob', country: 'DEU' },
      'nobody',
      { userId: 'bob', at: ago(2 * 86_400_000) },
      { userId: 'bob', somewhere: 'else' },
    );
    expect(taken.accepted).toBe(1);
    expect(taken.refused.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    expect(taken.refused[1]?.message).toBe('country: a country is two letters, as in ISO 3166-1');
    expect(taken.refused[3]?.message).toBe('at: more than a day ago');
    expect((await online()).data.map(({ userId }) => userId)).toEqual(['ada']);
    for (const body of [{}, { reports: [] }, { reports: [{ userId: 'x' }], more: 1 }]) {
      expect((await ours.sdk.post('/api/v1/presence', body)).status).toBe(400);
    }
  });

  test('of users who are only seen in traces is inferred, and what is reported overrules it', async () => {
    await traced('tracy', 120_000, { agentName: 'support' });
    await traced('tracy', 30_000, { sessionId: 's1', agentName: 'sales' });
    await traced('ada', 30_000);
    await traced('gone', WINDOW + 1_000);
    await report({ userId: 'ada', page: '/a' }, { userId: 'ada', state: 'left' });
    const { data, counts } = await online();
    expect(data).toMatchObject([
      { userId: 'tracy', inferred: true, agent: 'sales', sessions: 2, since: ago(120_000) },
    ]);
    expect(counts.source).toEqual([{ value: 'traces', users: 1 }]);
    await report({ userId: 'tracy', agent: 'desk' });
    expect((await online()).data).toMatchObject([{ userId: 'tracy', inferred: false, agent: 'desk' }]);
    app.clock.advance(10_000);
    await traced('newcomer', 0);
    expect((await online()).data.map(({ userId }) => userId)).toEqual(['newcomer', 'tracy']);
  });

  test('is found by where users are, page by page', async () => {
    await report(
      ...Array.from({ length: 7 }, (_, n) => ({
        userId: `user-${n}`,
        at: ago(10_000 - n),
        country: n % 2 ? 'DE' : 'CN',
        state: n === 3 ? 'idle' : 'active',
      })),
      { userId: 'nowhere' },
    );
    const names = ({ data }: Awaited<ReturnType<typeof online>>) => data.map(({ userId }) => userId);
    const first = await online('?country=DE&limit=2');
    expect(names(first)).toEqual(['user-5', 'user-3']);
    expect(first.online).toBe(8);
    const second = await online(`?country=DE&limit=2&cursor=${first.nextCursor}`);
    expect(names(second)).toEqual(['user-1']);
    expect(second.nextCursor).toBeNull();
    expect(names(await online('?country=DE&state=active'))).toEqual(['user-5', 'user-1']);
    expect(names(await online('?country='))).toEqual(['nowhere']);
  });

  test('is listed page by page', async () => {
    await report(...Array.from({ length: 7 }, (_, n) => ({ userId: `user-${n}`, at: ago(1_000 * n) })));
    const pages = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await online(`?limit=3${cursor && `&cursor=${cursor}`}`);
      pages.push(page.data.map(({ userId }) => userId));
      cursor = page.nextCursor;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(Array.from({ length: 7 }, (_, n) => `user-${n}`));
    expect((await ours.reader.get('/api/v1/users/online?cursor=x')).status).toBe(400);
  });

  test('is told with a key that may ingest, read with one that may read, of its own project', async () => {
    await report({ userId: 'ada' });
    expect((await ours.reader.post('/api/v1/presence', { reports: [{ userId: 'x' }] })).status).toBe(403);
    expect((await ours.sdk.get('/api/v1/users/online')).status).toBe(403);
    expect((await app.nobody.get('/api/v1/users/online')).status).toBe(401);
    const second = await app.aSecondProject();
    expect(await online(`?project=${second.projectId}`, second.owner)).toMatchObject({ online: 0, data: [] });
    expect((await second.owner.get(`/api/v1/users/online?project=${ours.projectId}`)).status).toBe(404);
  });

  test('is there again after a start, since when without a gap as far as it is remembered', async () => {
    await report({ userId: 'ada', sessionId: 's1', page: '/old', at: ago(14 * 60_000) });
    for (const minutes of [7, 6, 4, 3, 1]) {
      await report({ userId: 'ada', sessionId: 's1', page: `/${minutes}`, at: ago(minutes * 60_000) });
    }
    await report({ userId: 'bob', at: ago(120_000) }, { userId: 'bob', state: 'left', at: ago(60_000) });
    const live = createMemoryPresence({ clock: app.clock });
    const windows = { of: () => WINDOW, longest: WINDOW };
    await restorePresence({ store: store.telemetry.presence, live, clock: app.clock, windows });
    const { users } = await live.online(ours.projectId, { limit: 10 });
    expect((await online()).data).toMatchObject([
      { userId: 'ada', since: ago(7 * 60_000), lastSeen: ago(60_000), page: '/1' },
    ]);
    expect(users).toMatchObject([
      {
        userId: 'ada',
        sinceMs: Date.parse(ago(7 * 60_000)),
        lastSeenMs: Date.parse(ago(60_000)),
        page: '/1',
      },
    ]);
    await live.close();
  });

  test('has the window that the project says', async () => {
    const path = `/api/v1/presence/settings?project=${ours.projectId}`;
    expect((await ours.reader.get(path)).at('windowSeconds')).toBe(300);
    expect((await ours.owner.put(path, { windowSeconds: 59 })).status).toBe(400);
    expect((await ours.reader.put(path, { windowSeconds: 60 })).status).toBe(403);
    expect((await ours.owner.put(path, { windowSeconds: 60 })).status).toBe(200);
    await report({ userId: 'ada' });
    app.clock.advance(59_000);
    expect(await online()).toMatchObject({ online: 1, windowSeconds: 60 });
    app.clock.advance(1_000);
    expect(await online()).toMatchObject({ online: 0 });
    expect((await ours.owner.put(path, { windowSeconds: 900 })).status).toBe(200);
    await report({ userId: 'bob' });
    app.clock.advance(899_000);
    expect((await online()).data).toMatchObject([{ userId: 'bob' }]);
    // Others are not concerned, and what another server has changed is known soon.
    const second = await app.aSecondProject();
    expect(await online(`?project=${second.projectId}`, second.owner)).toMatchObject({ windowSeconds: 300 });
    await app.records.deleteFrom('presenceSettings').execute();
    app.clock.advance(31_000);
    await online();
    await expect.poll(async () => (await ours.reader.get(path)).at('windowSeconds')).toBe(300);
  });

  test('has what the project expects in parallel, which a change of the window leaves as it is', async () => {
    const path = `/api/v1/presence/settings?project=${ours.projectId}`;
    const expected = { users: 500, sessions: null, runs: 40 };
    const nothing = { users: null, sessions: null, runs: null };
    expect((await ours.reader.get(path)).at('expected')).toEqual(nothing);
    expect((await ours.owner.put(path, { windowSeconds: 300, expected })).at('expected')).toEqual(expected);
    expect((await ours.owner.put(path, { windowSeconds: 60 })).at('expected')).toEqual(expected);
    expect((await ours.reader.get(path)).as(presenceSettingsSchema)).toEqual({ windowSeconds: 60, expected });
    const none = { ...expected, users: 0 };
    expect((await ours.owner.put(path, { windowSeconds: 60, expected: none })).status).toBe(400);
    const second = await app.aSecondProject();
    const theirs = await second.owner.get(`/api/v1/presence/settings?project=${second.projectId}`);
    expect(theirs.at('expected')).toEqual(nothing);
    expect((await ours.owner.put(path, { windowSeconds: 60, expected: nothing })).at('expected')).toEqual(
      nothing,
    );
  });
});
