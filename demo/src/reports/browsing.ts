import { MINUTE, SECOND } from '../clock.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Report } from './report.ts';

const PAGES = ['/', '/search', '/products/lamps', '/products/chairs', '/cart', '/orders', '/help'] as const;
const PLATFORMS = ['web', 'web', 'web', 'ios', 'android'] as const;
const COUNTRIES: Record<string, string> = {
  London: 'GB',
  Berlin: 'DE',
  'New York': 'US',
  Toronto: 'CA',
  Chicago: 'US',
  'San Francisco': 'US',
  Singapore: 'SG',
  Sydney: 'AU',
};
const LASTING = { median: 3 * MINUTE, spread: 0.7 };
const NEXT_PAGE = { median: 22 * SECOND, spread: 0.5 };
/** How many come for each visit that talks to an agent. */
const OTHERS = 1.6;

/** Where somebody is, by page and application. */
const placeOf = ({ city, language }: Person) => {
  const country = COUNTRIES[city] ?? 'CN';
  return { country, locale: language === 'zh' ? 'zh-CN' : `en-${country}` };
};

/** What a browser tells of somebody who looks around from a moment on, and leaves, or only goes away. */
export function browse(
  random: Random,
  person: Person,
  sessionId: string,
  startMs: number,
  agent = '',
): Report[] {
  const who = { userId: person.id, sessionId, ...placeOf(person), platform: random.pick(PLATFORMS) };
  const endMs = startMs + random.about(LASTING.median, LASTING.spread);
  const reports: Report[] = [];
  let page: string = agent === '' ? '/' : '/help';
  for (let atMs = startMs; atMs < endMs; atMs += random.about(NEXT_PAGE.median, NEXT_PAGE.spread)) {
    const state = random.chance(0.08) ? 'idle' : 'active';
    reports.push({
      to: 'presence',
      atMs,
      body: { ...who, state, page, agent: page === '/help' ? agent : '' },
    });
    page = agent !== '' && random.chance(0.5) ? '/help' : random.pick(PAGES);
  }
  if (random.chance(0.75)) reports.push({ to: 'presence', atMs: endMs, body: { ...who, state: 'left' } });
  return reports;
}

/** Customers who come to look around without talking to anybody, without end. */
export function* lookers(
  random: Random,
  people: readonly [Person, ...Person[]],
  fromMs: number,
  visitsPerMinute: number,
): Generator<Report[]> {
  // Some are there already.
  for (let n = 0; n < visitsPerMinute * OTHERS; n += 1)
    yield browse(random, random.pick(people), `web-${random.hex(6)}`, fromMs);
  for (let atMs = fromMs; ; ) {
    atMs += (-Math.log(1 - random.next()) * MINUTE) / (visitsPerMinute * OTHERS);
    yield browse(random, random.pick(people), `web-${random.hex(6)}`, atMs);
  }
}
