import { SECOND } from './clock.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** What a customer did in the shop, besides talking to its agents; as the API takes it, with the time as a number. */
export interface EventRecord {
  eventId: string;
  name: string;
  userId: string;
  sessionId: string;
  page: string;
  platform: string;
  country: string;
  locale: string;
  properties: Readonly<Record<string, string | number | boolean>>;
  atMs: number;
}

/** A way through the shop: of those who came so far this share goes on, so many seconds later on the whole. */
const WAYS = {
  support: [
    { name: 'help opened', page: '/help', share: 1, seconds: 0 },
    { name: 'answer copied', page: '/help', share: 0.45, seconds: 70 },
    { name: 'product viewed', page: '/products', share: 0.6, seconds: 45 },
    { name: 'order placed', page: '/checkout', share: 0.3, seconds: 150 },
  ],
  search: [
    { name: 'search opened', page: '/search', share: 1, seconds: 0 },
    { name: 'product viewed', page: '/products', share: 0.72, seconds: 25 },
    { name: 'added to cart', page: '/cart', share: 0.5, seconds: 60 },
    { name: 'order placed', page: '/checkout', share: 0.55, seconds: 120 },
  ],
} as const;
const PLATFORMS = ['web', 'web', 'ios', 'android'] as const;
const COUNTRIES: Readonly<Record<string, string>> = {
  London: 'GB',
  Berlin: 'DE',
  'New York': 'US',
  Toronto: 'CA',
  Chicago: 'US',
  'San Francisco': 'US',
  Singapore: 'SG',
  Sydney: 'AU',
};

/** What a visitor of the shop does, from when they come on; staff, who have no shop to visit, do nothing. */
export function shopEvents(
  random: Random,
  kind: string,
  { startMs, person, sessionId }: { startMs: number; person: Person; sessionId: string },
): EventRecord[] {
  if (kind !== 'support' && kind !== 'search') return [];
  const platform = random.pick(PLATFORMS);
  const chinese = person.language === 'zh';
  const events: EventRecord[] = [];
  let atMs = startMs;
  for (const { name, page, share, seconds } of WAYS[kind]) {
    if (!random.chance(share)) break;
    atMs += seconds === 0 ? 0 : random.about(seconds, 0.5) * SECOND;
    events.push({
      ...{ eventId: `${sessionId}-${events.length}`, name, userId: person.id, sessionId, page, platform },
      country: chinese ? 'CN' : (COUNTRIES[person.city] ?? 'GB'),
      locale: chinese ? 'zh-CN' : 'en',
      properties: {
        plan: person.plan,
        ...(name === 'order placed' && {
          total: Math.round(random.about(48, 0.6)),
          gift: random.chance(0.1),
        }),
      },
      atMs: Math.round(atMs),
    });
  }
  return events;
}

/** A request takes so many. */
export const MOST_EVENTS = 1_000;

/** As `POST /api/v1/events` takes them. */
export const eventsBody = (events: readonly EventRecord[]) => ({
  events: events.map(({ atMs, ...event }) => ({ ...event, at: new Date(atMs).toISOString() })),
});
