import type { ApiEvent } from '@pharos/core/api/events';
import type { PresenceHistory } from '@pharos/core/api/presence-history';
import { expect, test } from 'vitest';
import { devicesOf } from './devices.ts';
import { type TimelineParts, timelineOf } from './timeline.ts';

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
const session = (
  sessionId: string,
  over: Partial<PresenceHistory['sessions'][number]> = {},
): PresenceHistory['sessions'][number] => ({
  ...{ sessionId, userId: 'ada', phase: 'ended', firstSeen: at(0), lastSeen: at(9) },
  ...{ agent: '', page: '', platform: 'web', country: 'DE', locale: 'de' },
  moments: [],
  ...over,
});
const event: ApiEvent = {
  ...{ eventId: 'e1', time: at(5), name: 'order placed', userId: 'ada', sessionId: 's1', traceId: '' },
  ...{ agent: '', page: '/cart', platform: '', country: '', locale: '', properties: {} },
};

const parts: TimelineParts = {
  ...{ traces: undefined, events: undefined, scores: undefined },
  presence: {
    sessions: [
      session('s1', {
        moments: [
          { event: 'started', at: at(1), by: 'report' },
          { event: 'ended', at: at(9), by: 'timeout' },
        ],
      }),
    ],
    cut: false,
  },
  wordOf: ({ event: name, by }) => `${name} by ${by}`,
};

test('what a user did and what became of their sessions stand in one line, the latest first', () => {
  const { items, sinceMs } = timelineOf({ ...parts, events: { data: [event], nextCursor: null } });
  expect(sinceMs).toBeUndefined();
  expect(items.map(({ kind, text }) => [kind, text])).toEqual([
    ['presence', 'ended by timeout'],
    ['event', 'order placed'],
    ['presence', 'started by report'],
  ]);
  expect(items.every(({ sessionId }) => sessionId === 's1')).toBe(true);
});

test('the line goes as far back as every source was told whole', () => {
  const events = [at(7), at(3)].map((time) => ({ ...event, time }));
  const whole = timelineOf({ ...parts, events: { data: events, nextCursor: null } });
  expect(whole.items.map((each) => each.at)).toEqual([at(9), at(7), at(3), at(1)]);
  const more = timelineOf({ ...parts, events: { data: events, nextCursor: 'before' } });
  expect(more.items.map((each) => each.at)).toEqual([at(9), at(7), at(3)]);
  expect(more.sinceMs).toBe(Date.parse(at(3)));
  const lastSeen = at(5);
  const presence = { sessions: [session('s2', { lastSeen })], cut: true };
  expect(timelineOf({ ...parts, presence, events: { data: events, nextCursor: 'before' } })).toMatchObject({
    items: [{ at: at(7) }],
    sinceMs: Date.parse(lastSeen),
  });
});

test('devices are told apart by platform and place; sessions that say neither are none', () => {
  const sessions = [
    session('s3', { platform: 'ios', lastSeen: at(9) }),
    session('s2', { platform: 'web', lastSeen: at(7) }),
    session('s1', { platform: 'web', lastSeen: at(3) }),
    session('s0', { platform: '', country: '', locale: '' }),
  ];
  expect(devicesOf(sessions).map((each) => [each.platform, each.sessions, each.lastSeen])).toEqual([
    ['ios', 1, at(9)],
    ['web', 2, at(7)],
  ]);
});
