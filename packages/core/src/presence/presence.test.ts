import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESENCE_STATES, presenceReportSchema } from '../api/live-reports.ts';
import { REMEMBER_MS, ONLINE_WINDOW_MS as WINDOW } from './life-cycle.ts';
import { type Sighting, sightingOf } from './sighting.ts';
import { MAX_SESSIONS, onlineOf, type UserPresence, userAt, userDueMs } from './user.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const sighting = (facts: Partial<Sighting> = {}): Sighting => ({
  ...sightingOf(presenceReportSchema.parse({ userId: 'ada', sessionId: 's1' }), NOON),
  ...facts,
});
const at = (minute: number, facts: Partial<Sighting> = {}) =>
  sighting({ atMs: NOON + minute * MINUTE, ...facts });

/** Told one by one, each when it happens; then the time passes up to `untilMinute`. */
function lived(reports: readonly Sighting[], untilMinute = 0) {
  let user: UserPresence = [];
  const events: string[] = [];
  const turn = (nowMs: number, sightings: Sighting[]) => {
    const turned = userAt(user, sightings, nowMs, WINDOW);
    user = turned.user;
    for (const { event, by, atMs } of turned.changes)
      events.push(`${event} by ${by} at ${(atMs - NOON) / MINUTE}`);
  };
  for (const report of reports) {
    while (userDueMs(user, WINDOW) < report.atMs) turn(userDueMs(user, WINDOW), []);
    turn(report.atMs, [report]);
  }
  const untilMs = NOON + untilMinute * MINUTE;
  while (userDueMs(user, WINDOW) <= untilMs) turn(userDueMs(user, WINDOW), []);
  return { user, events };
}

describe('the life of a session', () => {
  test('starts, is idle, is active again and ends when that is told', () => {
    const { events, user } = lived([at(0), at(1), at(2, { state: 'idle' }), at(3), at(4, { state: 'left' })]);
    expect(events).toEqual([
      'started by report at 0',
      'idle by report at 2',
      'active by report at 3',
      'ended by report at 4',
    ]);
    expect(onlineOf(user)).toBeUndefined();
  });

  test('ends when nothing is heard of it for a window, and is resumed by the next report', () => {
    const { events, user } = lived([at(0), at(4), at(12)], 13);
    expect(events).toEqual(['started by report at 0', 'ended by timeout at 9', 'resumed by report at 12']);
    expect(onlineOf(user)).toMatchObject({ sinceMs: NOON + 12 * MINUTE, lastSeenMs: NOON + 12 * MINUTE });
  });

  test('goes on without a gap when a page is left and opened again', () => {
    const { events, user } = lived([at(0), at(3, { state: 'left' }), at(4)], 4);
    expect(events.at(-1)).toBe('resumed by report at 4');
    expect(onlineOf(user)?.sinceMs).toBe(NOON);
  });

  test('is forgotten some time after it ended, and starts anew', () => {
    const gone = 1 + (WINDOW + REMEMBER_MS) / MINUTE;
    expect(lived([at(0)], gone).user).toEqual([]);
    expect(lived([at(0), at(gone)], gone).events.at(-1)).toBe(`started by report at ${gone}`);
  });

  test('is not begun by who is only told to have left, nor by what is long past', () => {
    expect(lived([at(0, { state: 'left' })]).events).toEqual([]);
    const { user, changes } = userAt([], [at(0)], NOON + WINDOW, WINDOW);
    expect(changes).toEqual([]);
    expect(onlineOf(user)).toBeUndefined();
  });
});

describe('a user', () => {
  test('is active when one session is, and is where they were heard of last', () => {
    const { user } = userAt(
      [],
      [at(0, { page: '/a' }), at(1, { sessionId: 's2', state: 'idle', page: '/b' })],
      NOON + MINUTE,
      WINDOW,
    );
    expect(onlineOf(user)).toMatchObject({ state: 'active', sessions: 2, page: '/b', sinceMs: NOON });
  });

  test('who is told to have left is not online because traces of theirs still come', () => {
    const traced = at(2, { inferred: true });
    const { user } = userAt([], [at(0), at(1, { state: 'left' }), traced], NOON + 2 * MINUTE, WINDOW);
    expect(onlineOf(user)).toBeUndefined();
    expect(onlineOf(userAt([], [traced], NOON + 2 * MINUTE, WINDOW).user)).toMatchObject({ inferred: true });
  });

  test('has a bounded number of sessions, the latest', () => {
    const many = Array.from({ length: MAX_SESSIONS + 3 }, (_, n) =>
      sighting({ sessionId: `s${n}`, atMs: NOON + n }),
    );
    const { user, dropped } = userAt([], many, NOON + 100, WINDOW);
    expect(dropped).toBe(3);
    expect(user.map(({ last }) => last.sessionId)).not.toContain('s2');
    expect(user).toHaveLength(MAX_SESSIONS);
  });

  test('what lies ahead and what has no time counts as now', () => {
    const report = (time?: string) =>
      presenceReportSchema.parse({ userId: 'ada', ...(time && { at: time }) });
    expect(sightingOf(report('2999-01-01T00:00:00Z'), NOON).atMs).toBe(NOON);
    expect(sightingOf(report(), NOON).atMs).toBe(NOON);
    expect(sightingOf(report('2026-03-01T12:59:00+01:00'), NOON).atMs).toBe(NOON - MINUTE);
  });
});

test('any order of reports, each any number of times and in any batches, ends in the same state', () => {
  const report = fc.record({
    sessionId: fc.constantFrom('', 's1', 's2'),
    state: fc.constantFrom(...PRESENCE_STATES),
    // Few moments, so that several are told of the same one, and gaps of more than a window.
    atMs: fc.integer({ min: -15, max: 0 }).map((minute) => NOON + minute * MINUTE),
    page: fc.constantFrom('', '/a', '/b'),
    inferred: fc.boolean(),
  });
  const sightings = fc.array(report.map(sighting), { maxLength: 12 });
  const told = (reports: readonly Sighting[]) => userAt([], reports, NOON, WINDOW).user;
  const disordered = sightings.chain((reports) =>
    fc.record({
      reports: fc.constant(reports),
      again: fc.array(fc.constantFrom(...reports, sighting()), { maxLength: 6 }).chain((more) =>
        fc.shuffledSubarray([...reports, ...more.filter((each) => reports.includes(each))], {
          minLength: reports.length + more.filter((each) => reports.includes(each)).length,
        }),
      ),
    }),
  );
  fc.assert(
    fc.property(disordered, ({ reports, again }) => {
      const oneByOne = again.reduce<UserPresence>(
        (user, each) => userAt(user, [each], NOON, WINDOW).user,
        [],
      );
      expect(oneByOne).toEqual(told(reports));
      expect(told(again)).toEqual(told(reports));
    }),
  );
});
