import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { type Sighting, sightingOf } from '@pharos/core/presence/sighting';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aSpan } from '../../testing/spans.ts';
import { scopeTo } from '../scope.ts';
import { createPresenceStore, type PresenceStore } from './presence.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './read/testing/filled-store.ts';
import { ENGINES } from './testing/engines.ts';
import { mergeParts } from './testing/merge-parts.ts';

describe.each(ENGINES)('presence in the telemetry store, %s', (engine) => {
  const NOW = fakeClock().nowMs();
  let store: FilledStore;
  let presence: PresenceStore;
  beforeAll(async () => {
    store = await openFilledStore(fakeClock(), { engine });
    presence = createPresenceStore(store.driver);
  });
  afterAll(() => store.close());

  const seen = (
    userId: string,
    secondsAgo: number,
    facts: Partial<Sighting> = {},
    projectId: string = OURS,
  ) => ({
    projectId,
    sighting: {
      ...sightingOf(presenceReportSchema.parse({ userId }), NOW),
      atMs: NOW - secondsAgo * 1000,
      ...facts,
    },
  });

  test('keeps of each minute the report that counts, whatever the order and the repetitions', async () => {
    const told = [
      seen('ada', 130, { page: '/a' }),
      seen('ada', 50, { page: '/b', agent: 'support', country: 'DE' }),
      seen('ada', 20, { page: '/c', state: 'idle', locale: 'de', platform: 'web' }),
    ];
    await presence.append([...told].reverse());
    await presence.append(told.slice(0, 2));
    await presence.append([
      seen('old', 3_600),
      seen('ada', 10, {}, THEIRS),
      seen('bob', 5, { sessionId: 's' }),
    ]);
    await mergeParts(store.driver, 'presence');
    const [bob, theirs, ada, ...rest] = await presence.seenSince(NOW - 600_000, 10);
    expect(rest).toEqual([]);
    expect(bob).toMatchObject({ projectId: OURS, sighting: { userId: 'bob', sessionId: 's' } });
    expect(theirs).toMatchObject({ projectId: THEIRS, sighting: { userId: 'ada' } });
    expect(ada).toEqual({ ...told[2], momentsMs: [NOW - 130_000, NOW - 20_000] });
    expect(await presence.seenSince(NOW - 600_000, 1)).toEqual([bob]);
  });

  test('finds who was seen in spans of a range, by session, of one project', async () => {
    const span = (spanId: string, userId: string, secondsAgo: number, facts = {}) => {
      const startNs = BigInt(NOW - secondsAgo * 1000) * 1_000_000n;
      return aSpan({ spanId, userId, startNs, endNs: startNs + 2_000_000_000n, ...facts });
    };
    await store.put(OURS, {
      spans: [
        span('1', 'eve', 100, { agentName: 'support' }),
        span('2', 'eve', 10),
        span('3', 'eve', 40, { sessionId: 's' }),
        span('4', 'late', 1_000),
        span('5', '', 10),
      ],
    });
    await store.put(THEIRS, { spans: [span('1', 'foreign', 10)] });
    const range = { fromNs: BigInt(NOW - 300_000) * 1_000_000n, toNs: BigInt(NOW) * 1_000_000n };
    expect(await store.reader.usersSeen(OURS, range, 10)).toEqual([
      { userId: 'eve', sessionId: '', agent: 'support', firstMs: NOW - 100_000, lastMs: NOW - 8_000 },
      { userId: 'eve', sessionId: 's', agent: '', firstMs: NOW - 40_000, lastMs: NOW - 38_000 },
    ]);
    expect(await store.reader.usersSeen(OURS, range, 1)).toHaveLength(1);
  });

  test('finds of one user the latest ten sessions, so that nobody takes the room of all others', async () => {
    const project = scopeTo('many-sessions');
    const sessions = Array.from({ length: 12 }, (_, n) => ({ sessionId: `s${n}`, secondsAgo: 50 - n }));
    await presence.append([
      seen('quiet', 55, {}, project),
      ...sessions.map(({ sessionId, secondsAgo }) => seen('busy', secondsAgo, { sessionId }, project)),
    ]);
    const latest = [...sessions]
      .reverse()
      .slice(0, 10)
      .map(({ sessionId }) => `busy ${sessionId}`);
    const heard = await presence.seenSince(NOW - 600_000, 1_000);
    const own = heard.filter(({ projectId }) => projectId === project).map(({ sighting }) => sighting);
    expect(own.map(({ userId, sessionId }) => `${userId} ${sessionId}`)).toEqual([...latest, 'quiet ']);
    const span = (userId: string, sessionId: string, secondsAgo: number) => {
      const startNs = BigInt(NOW - secondsAgo * 1000) * 1_000_000n;
      return aSpan({
        ...{ spanId: `${userId}${sessionId}`, userId, sessionId, startNs, endNs: startNs + 1n },
      });
    };
    await store.put(project, {
      spans: [
        span('quiet', '', 55),
        ...sessions.map(({ sessionId, secondsAgo }) => span('busy', sessionId, secondsAgo)),
      ],
    });
    const range = { fromNs: BigInt(NOW - 300_000) * 1_000_000n, toNs: BigInt(NOW) * 1_000_000n };
    const found = await store.reader.usersSeen(project, range, 11);
    expect(found.map(({ userId, sessionId }) => `${userId} ${sessionId}`)).toEqual([...latest, 'quiet ']);
  });
});
