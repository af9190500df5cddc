import type { ApiEvent } from '@pharos/core/api/events';
import type { PresenceHistory } from '@pharos/core/api/presence-history';
import { expect, test } from 'vitest';
import { devicesOf } from './devices.ts';
import { timelineOf } from './timeline.ts';

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

test('what a user did and what became of their sessions stand in one line, the latest first', () => {
  const items = timelineOf({
    traces: [],
    events: [event],
    scores: [],
    sessions: [
      session('s1', {
        moments: [
          { event: 'started', at: at(1), by: 'report' },
          { event: 'ended', at: at(9), by: 'timeout' },
        ],
      }),
    ],
    wordOf: ({ event: name, by }) => `${name} by ${by}`,
  });
  expect(items.map(({ kind, text }) => [kind, text])).toEqual([
    ['presence', 'ended by timeout'],
    ['event', 'order placed'],
    ['presence', 'started by report'],
  ]);
  expect(items.every(({ sessionId }) => sessionId === 's1')).toBe(true);
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
