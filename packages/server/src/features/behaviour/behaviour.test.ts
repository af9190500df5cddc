import {
  activitySchema,
  concurrencySchema,
  heatSchema,
  retentionSchema,
  segmentsSchema,
  segmentUsersSchema,
} from '@pharos/core/api/behaviour';
import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { SEGMENTS, segmentOf } from '@pharos/core/behaviour/segments';
import { sightingOf } from '@pharos/core/presence/sighting';
import type { Span } from '@pharos/core/span';
import { describe, expect, test } from 'vitest';
import { randomIds } from '../../ids.ts';
import { openReadApp } from '../../testing/read-app.ts';
import { aSpan } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';
import { readEvents } from '../events/read-events.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday noon in Berlin, ten days after the clocks went on. */
const NOW = Date.parse('2026-04-08T10:00:00Z');
const BERLIN = 'Europe/Berlin';

const { store, app } = await openReadApp();
app.clock.advance(NOW - app.clock.nowMs());

let ids = 0;
/** That a user did something; in a run of its own. */
const seen = (userId: string, atMs: number, facts: Partial<Span> = {}): Span => {
  ids += 1;
  const startNs = BigInt(atMs) * 1_000_000n;
  return aSpan({
    ...{ traceId: `trace-${ids}`, spanId: `span-${ids}`, userId, startNs, endNs: startNs + 1_000_000n },
    ...facts,
  });
};
const at = (text: string): number => Date.parse(text);

/** A project in which this was seen, twice, as an SDK sends that got no answer. */
async function projectOf(spans: Span[]) {
  const { projectId, owner } = await app.aSecondProject();
  if (spans.length > 0) await store.put(projectId, { spans });
  if (spans.length > 0) await store.put(projectId, { spans });
  const ask = (path: string, query: Record<string, string>, client: Client = owner) =>
    client.get(`/api/v1/behaviour/${path}?${new URLSearchParams({ project: projectId, ...query })}`);
  return { projectId, owner, ask };
}
const weekTo = (ms: number, days = 7) => ({
  from: new Date(ms - days * DAY).toISOString(),
  to: new Date(ms).toISOString(),
});

describe('active users', () => {
  test('are counted by the days of the zone, over a day, 7 and 30 days, however often they were sent', async () => {
    const { ask } = await projectOf([
      seen('old', at('2026-03-10T12:00:00Z')),
      seen('ada', at('2026-04-06T12:00:00Z')),
      // Half past midnight in Berlin, still the 6th in UTC.
      seen('ada', at('2026-04-06T22:30:00Z')),
      seen('bob', at('2026-04-07T08:00:00Z')),
      seen('old', at('2026-04-07T09:00:00Z')),
      seen('', at('2026-04-07T09:00:00Z')),
    ]);
    const range = { from: '2026-04-05T22:00:00Z', to: '2026-04-07T22:00:00Z', timeZone: BERLIN };
    const { periods, since } = (await ask('activity', range)).as(activitySchema);
    expect(since).toBe('2026-03-10T12:00:00.000Z');
    expect(periods).toEqual([
      {
        ...{ start: '2026-04-05T22:00:00.000Z', end: '2026-04-06T22:00:00.000Z', complete: true },
        ...{ active: 1, new: 1, returning: 0, weekly: 1, monthly: 2, stickiness: 0.5 },
      },
      {
        ...{ start: '2026-04-06T22:00:00.000Z', end: '2026-04-07T22:00:00.000Z', complete: true },
        ...{ active: 3, new: 1, returning: 2, weekly: 3, monthly: 3, stickiness: 1 },
      },
    ]);
    const utc = (await ask('activity', { ...range, timeZone: 'UTC' })).as(activitySchema);
    expect(utc.periods.map(({ active }) => active)).toEqual([0, 1, 2]);
  });

  test('are those that counting them one by one gives, over months and a change of the clocks', async () => {
    const users = Array.from({ length: 12 }, (_, n) => `user-${n}`);
    const spans = users.flatMap((user, n) =>
      Array.from({ length: 3 + n }, (_, k) =>
        seen(user, NOW - (((n * 7919 + k * 104729) % 1200) * HOUR) / 10 - k * n * DAY * 0.7),
      ),
    );
    const { ask } = await projectOf(spans);
    const daysAgo = (span: Span) => berlinDay(Number(span.startNs / 1_000_000n));
    const today = berlinDay(NOW);
    const usersIn = (from: number, to: number) =>
      new Set(spans.filter((span) => daysAgo(span) > from && daysAgo(span) <= to).map((s) => s.userId)).size;
    const { periods } = (await ask('activity', { ...weekTo(NOW, 60), timeZone: BERLIN })).as(activitySchema);
    expect(periods).toHaveLength(61);
    periods.forEach(({ active, weekly, monthly }, n) => {
      const day = today - 60 + n;
      expect([n, active, weekly, monthly]).toEqual([
        n,
        usersIn(day - 1, day),
        usersIn(day - 7, day),
        usersIn(day - 30, day),
      ]);
    });
    const weeks = (await ask('activity', { ...weekTo(NOW, 21), timeZone: BERLIN, interval: 'week' })).as(
      activitySchema,
    );
    // Monday to Wednesday of this week.
    expect(weeks.periods.at(-1)).toMatchObject({ active: usersIn(today - 3, today), complete: false });
    expect(weeks.periods.at(-2)).toMatchObject({
      ...{ active: usersIn(today - 10, today - 3), weekly: usersIn(today - 10, today - 3), complete: true },
    });
  });

  test('are told by presence as well, while they are active, and by events', async () => {
    const { projectId, ask } = await projectOf([]);
    const told = (userId: string, state: string) => ({
      projectId,
      sighting: sightingOf(presenceReportSchema.parse({ userId, state, at: '2026-04-08T09:00:00Z' }), NOW),
    });
    await store.telemetry.presence.append([told('ada', 'active'), told('bob', 'idle'), told('cem', 'left')]);
    const event = { name: 'order placed', userId: 'dan', at: '2026-04-08T09:30:00Z' };
    const { events } = readEvents([event], { nowMs: NOW, ids: randomIds });
    await store.telemetry.events.append(events.map((each) => ({ projectId, event: each })));
    const { periods } = (await ask('activity', weekTo(NOW, 1))).as(activitySchema);
    expect(periods.at(-1)).toMatchObject({ active: 2, new: 2, complete: false });
  });

  test('a user of one project is nobody in another', async () => {
    const ours = await projectOf([seen('ada', NOW - HOUR)]);
    const theirs = await projectOf([]);
    const { periods, since } = (await theirs.ask('activity', weekTo(NOW))).as(activitySchema);
    expect(since).toBeNull();
    expect(periods.every(({ active, monthly }) => active === 0 && monthly === 0)).toBe(true);
    expect((await ours.ask('activity', weekTo(NOW), theirs.owner)).status).toBe(404);
  });

  test.each([
    ['activity', { ...weekTo(NOW, 401) }, 'at most 400 days'],
    ['activity', { ...weekTo(NOW), timeZone: 'Mars/Base' }, 'not a time zone'],
    ['activity', { from: weekTo(NOW).to, to: weekTo(NOW).from }, 'must be before'],
    ['retention', { ...weekTo(NOW, 90), interval: 'day' }, 'More than 60 cohorts'],
    ['heat-map', { ...weekTo(NOW, 93) }, 'at most 92 days'],
    ['concurrency', { ...weekTo(NOW, 9) }, 'at most 8 days'],
  ])('%s of %j is refused', async (path, query, message) => {
    const { ask } = await projectOf([]);
    const refused = await ask(path, query as Record<string, string>);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(message)]);
  });
});

/** The day in Berlin, counted from 1970. */
const berlinDay = (ms: number): number =>
  Math.floor((ms + (ms >= at('2026-03-29T01:00:00Z') ? 2 : 1) * HOUR) / DAY);

describe('retention', () => {
  test('follows those who were first seen in a week, and says which weeks are not over', async () => {
    const { ask } = await projectOf([
      // Weeks from Monday 23 and 30 March and 6 April.
      seen('ada', at('2026-03-24T12:00:00Z')),
      seen('ada', at('2026-03-31T12:00:00Z')),
      seen('ada', at('2026-04-07T12:00:00Z')),
      seen('bob', at('2026-03-25T12:00:00Z')),
      seen('cem', at('2026-04-01T12:00:00Z')),
      seen('dan', at('2026-04-01T12:00:00Z')),
      seen('dan', at('2026-04-06T12:00:00Z')),
      // Seen long before: part of no cohort of the range.
      seen('old', at('2026-01-01T12:00:00Z')),
      seen('old', at('2026-04-01T12:00:00Z')),
    ]);
    const range = { from: '2026-03-24T00:00:00Z', to: new Date(NOW).toISOString(), timeZone: BERLIN };
    const { cohorts } = (await ask('retention', range)).as(retentionSchema);
    expect(cohorts.map(({ start, ...rest }) => [start.slice(0, 13), rest])).toMatchObject([
      ['2026-03-22T23', { users: 2, active: [2, 1, 1], complete: 2 }],
      ['2026-03-29T22', { users: 2, active: [2, 1], complete: 1 }],
      ['2026-04-05T22', { users: 0, active: [0], complete: 0 }],
    ]);
  });
});

describe('the week by hours', () => {
  test('is told by the clocks of the zone: the hour that came twice twice, the one that was left out not at all', async () => {
    const { ask } = await projectOf([
      seen('ada', at('2025-10-25T23:30:00Z')),
      seen('ada', at('2025-10-26T00:30:00Z')),
      seen('ada', at('2025-10-26T01:30:00Z')),
      seen('bob', at('2025-10-26T01:40:00Z')),
      seen('ada', at('2026-03-29T01:30:00Z')),
    ]);
    const cellOf = async (day: string, hour: number) => {
      const range = { from: `${day}T00:00:00Z`, to: `${day}T22:00:00Z`, timeZone: BERLIN };
      const { cells } = (await ask('heat-map', range)).as(heatSchema);
      expect(cells).toHaveLength(168);
      return cells.find((cell) => cell.weekday === 6 && cell.hour === hour);
    };
    expect(await cellOf('2025-10-26', 2)).toEqual({ weekday: 6, hour: 2, users: 1.5, hours: 2 });
    expect(await cellOf('2026-03-29', 2)).toEqual({ weekday: 6, hour: 2, users: null, hours: 0 });
    expect(await cellOf('2026-03-29', 3)).toEqual({ weekday: 6, hour: 3, users: 1, hours: 1 });
  });

  test('is of hours that are over, from the one on in which anybody was seen first', async () => {
    const { ask } = await projectOf([
      seen('ada', NOW - DAY + HOUR / 2),
      seen('ada', NOW - 60_000),
      seen('ada', NOW + 60_000),
    ]);
    const { cells } = (await ask('heat-map', { ...weekTo(NOW, 21), timeZone: 'UTC' })).as(heatSchema);
    const told = cells
      .filter(({ hours }) => hours > 0)
      .map(({ weekday, hour, users }) => [weekday, hour, users]);
    expect(told).toHaveLength(24);
    expect(told[0]).toEqual([1, 10, 1]);
    expect(told.at(-1)).toEqual([2, 9, 1]);
    expect(told.slice(1, -1).every(([, , users]) => users === 0)).toBe(true);
    const none = (await (await projectOf([])).ask('heat-map', weekTo(NOW))).as(heatSchema);
    expect(none.cells.every(({ users, hours }) => users === null && hours === 0)).toBe(true);
  });
});

describe('concurrency', () => {
  test('counts runs at any moment, users and sessions of the busiest minute', async () => {
    const noon = at('2026-04-07T12:00:00Z');
    const run = (userId: string, fromMinute: number, minutes: number) =>
      seen(userId, noon + fromMinute * 60_000, {
        sessionId: `of ${userId}`,
        endNs: BigInt(noon + (fromMinute + minutes) * 60_000) * 1_000_000n,
      });
    const { projectId, ask } = await projectOf([
      // In flight when the range begins, and one that ended just before.
      run('early', -30, 60),
      run('also early', -40, 45),
      run('gone', -20, 10),
      run('ada', 10, 5),
      run('ada', 11, 1),
      // Begins as the other ends: never both.
      run('bob', 15, 5),
    ]);
    const sighting = sightingOf(presenceReportSchema.parse({ userId: 'cem' }), noon + 11 * 60_000);
    await store.telemetry.presence.append([{ projectId, sighting }]);
    const range = { from: new Date(noon).toISOString(), to: new Date(noon + HOUR).toISOString() };
    const { buckets, peaks, bucketSeconds } = (await ask('concurrency', range)).as(concurrencySchema);
    expect([bucketSeconds, buckets.length]).toEqual([60, 60]);
    const figures = (minute: number) => {
      const { users, sessions, runs } = buckets[minute] ?? {};
      return [users, sessions, runs];
    };
    expect(figures(0)).toEqual([2, 2, 2]);
    expect(figures(1)).toEqual([2, 2, 2]);
    expect(figures(6)).toEqual([1, 1, 1]);
    expect(figures(11)).toEqual([3, 2, 3]);
    expect(figures(14)).toEqual([2, 2, 2]);
    expect(figures(16)).toEqual([2, 2, 2]);
    expect(figures(40)).toEqual([0, 0, 0]);
    expect(peaks).toEqual({
      users: { value: 3, at: new Date(noon + 11 * 60_000).toISOString() },
      sessions: { value: 2, at: new Date(noon).toISOString() },
      runs: { value: 3, at: new Date(noon + 11 * 60_000).toISOString() },
    });
  });

  const asked = (atMs: number) => ({
    from: new Date(atMs).toISOString(),
    to: new Date(atMs + HOUR).toISOString(),
  });
  const noon = at('2026-04-07T12:00:00Z');

  test('a session is one, whether told by presence or by runs without a user', async () => {
    const { projectId, ask } = await projectOf([seen('', noon + 60_000, { sessionId: 's1' })]);
    const sighting = sightingOf(
      presenceReportSchema.parse({ userId: 'ada', sessionId: 's1' }),
      noon + 60_000,
    );
    await store.telemetry.presence.append([{ projectId, sighting }]);
    const { peaks } = (await ask('concurrency', asked(noon))).as(concurrencySchema);
    expect([peaks.users?.value, peaks.sessions?.value]).toEqual([1, 1]);
  });

  test('a span counts for six hours at most, a run for as long as it has spans', async () => {
    const lasting = (hours: number) => BigInt(noon + hours * HOUR) * 1_000_000n;
    const { ask } = await projectOf([
      seen('ada', noon, { traceId: 'stuck', endNs: lasting(9) }),
      seen('ada', noon, { traceId: 'long', spanId: 'a', endNs: lasting(5) }),
      seen('ada', noon + 5 * HOUR, { traceId: 'long', spanId: 'b', endNs: lasting(9) }),
    ]);
    const runsAfter = async (hours: number) =>
      (await ask('concurrency', asked(noon + hours * HOUR))).as(concurrencySchema).peaks.runs?.value;
    expect([await runsAfter(4), await runsAfter(7)]).toEqual([2, 1]);
  });
});

describe('segments', () => {
  const onDays = (user: string, ...ago: number[]) => ago.map((day) => seen(user, NOW - day * DAY - HOUR));
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const spans = () => [
    ...onDays('newcomer', 1, 3),
    ...onDays('power', ...span(0, 14), 40),
    ...onDays('regular', 1, 5, 9, 20, 30),
    ...onDays('occasional', 12, 40),
    ...onDays('slipping', ...span(9, 12), 50),
    ...onDays('lost', ...span(28, 50)),
    ...onDays('long gone', 200),
  ];

  test('hold everybody who was ever seen once, by the rules that are told', async () => {
    const { ask } = await projectOf(spans());
    const told = (await ask('segments', { timeZone: BERLIN })).as(segmentsSchema);
    expect(told.users).toBe(7);
    const sizes = Object.fromEntries(told.segments.map(({ segment, users }) => [segment, users]));
    expect(sizes).toEqual({ new: 1, power: 1, regular: 1, occasional: 1, slipping: 1, lost: 2 });
    const before = Object.fromEntries(told.segments.map((each) => [each.segment, each.before]));
    // 28 days earlier: the one lost now came nearly every day, the regular one had just come, others were not there yet.
    expect(before).toMatchObject({ power: 1, new: 1, lost: 1, slipping: 0 });
    for (const { segment } of told.segments) {
      const { data } = (await ask(`segments/${segment}/users`, {})).as(segmentUsersSchema);
      expect(data).toHaveLength(sizes[segment] ?? 0);
      for (const user of data) {
        const days = (text: string) => Math.floor((NOW - Date.parse(text)) / DAY);
        const facts = { age: days(user.firstSeen), away: days(user.lastSeen) };
        expect(segmentOf({ ...facts, active: user.activeDays, recent: user.recentDays })).toBe(segment);
      }
    }
  });

  test('are listed page by page, those seen last first, as of the moment of the first page', async () => {
    const { projectId, ask } = await projectOf(span(30, 34).flatMap((day) => onDays(`user-${day}`, day)));
    const page = async (cursor: string) =>
      (await ask('segments/lost/users', { limit: '2', ...(cursor && { cursor }) })).as(segmentUsersSchema);
    const first = await page('');
    await store.put(projectId, { spans: [seen('user-33', NOW - HOUR)] });
    const second = await page(first.nextCursor ?? '');
    expect([...first.data, ...second.data].map(({ userId }) => userId)).toEqual(
      expect.arrayContaining(['user-30', 'user-31', 'user-32']),
    );
    for (const cursor of ['x', `${'9'.repeat(15)} 1 ada`, `1 ${'9'.repeat(15)} ada`, `${NOW + 1} 1 ada`])
      expect([cursor, (await ask('segments/lost/users', { cursor })).status]).toEqual([cursor, 400]);
    for (const cursor of ['0 0 ada', `${NOW} 0 ada`])
      expect([cursor, (await ask('segments/lost/users', { cursor })).status]).toEqual([cursor, 200]);
    expect((await ask('segments/joyful/users', {})).status).toBe(400);
    expect(SEGMENTS).toContain('lost');
  });
});
