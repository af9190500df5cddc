import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRESENCE_STATES, presenceReportSchema } from '../api/live-reports.ts';
import { lifeOf } from './life.ts';
import { REMEMBER_MS, ONLINE_WINDOW_MS as WINDOW } from './life-cycle.ts';
import type { SessionChange } from './session.ts';
import { sightingOf } from './sighting.ts';
import { type UserPresence, userAt, userDueMs } from './user.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const report = presenceReportSchema.parse({ userId: 'ada', sessionId: 's1' });

const told = fc
  .uniqueArray(
    fc.record({ minute: fc.integer({ min: 0, max: 90 }), state: fc.constantFrom(...PRESENCE_STATES) }),
    { selector: ({ minute }) => minute, maxLength: 15 },
  )
  .map((reports) =>
    reports
      .sort((a, b) => a.minute - b.minute)
      .map(({ minute, state }) => ({ atMs: NOON + minute * MINUTE, state })),
  );

test('what is told afterwards is what was seen while the session went on', () => {
  fc.assert(
    fc.property(told, fc.integer({ min: 0, max: 40 }), (reports, laterMinutes) => {
      const nowMs = (reports.at(-1)?.atMs ?? NOON) + laterMinutes * MINUTE;
      let user: UserPresence = [];
      const seen: SessionChange[] = [];
      const look = (atMs: number, reportsThen: typeof reports) => {
        const sightings = reportsThen.map((each) => ({ ...sightingOf(report, NOON), ...each }));
        const turned = userAt(user, sightings, atMs, WINDOW);
        user = turned.user;
        seen.push(...turned.changes);
      };
      const lookUntil = (untilMs: number) => {
        while (userDueMs(user, WINDOW) <= untilMs) look(userDueMs(user, WINDOW), []);
      };
      for (const each of reports) {
        lookUntil(each.atMs);
        look(each.atMs, [each]);
      }
      lookUntil(nowMs);
      const life = lifeOf(reports, nowMs, WINDOW);
      expect(life.moments).toEqual(seen.map(({ event, atMs, by }) => ({ event, atMs, by })));
      expect(life.phase).toBe(user[0]?.phase ?? 'ended');
    }),
  );
});

test('a session that was forgotten starts anew', () => {
  const again = NOON + WINDOW + REMEMBER_MS;
  const { moments } = lifeOf(
    [NOON, again].map((atMs) => ({ atMs, state: 'active' })),
    again,
    WINDOW,
  );
  expect(moments.map(({ event, by }) => [event, by])).toEqual([
    ['started', 'report'],
    ['ended', 'timeout'],
    ['started', 'report'],
  ]);
});
