const DAY_MS = 86_400_000;

/** A date without a place: year, month from 1, day. Days beyond the end of a month run on into the next. */
export interface LocalDate {
  year: number;
  month: number;
  day: number;
}

/** Making one costs much more than asking it. A name can be written in many ways, so there is an end. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 1_000;
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (formats.size >= MAX_FORMATS) formats.clear();
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether the runtime knows a time zone of this name, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** How far the clocks of a zone are ahead of UTC at a moment. */
export function zoneOffsetMs(ms: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** What the clocks of the zone show, as if it were UTC. */
const shownMs = (ms: number, timeZone: string): number => ms + zoneOffsetMs(ms, timeZone);

/** The moment at which the clocks of a zone show what UTC clocks show at `shownMs`. */
export function momentAt(shownMs: number, timeZone: string): number {
  const near = shownMs - zoneOffsetMs(shownMs, timeZone);
  // Where clocks change between the two the offset of the first guess is the wrong one.
  return shownMs - zoneOffsetMs(near, timeZone);
}

export function localDateOf(ms: number, timeZone: string): LocalDate {
  const shown = new Date(shownMs(ms, timeZone));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

/** Monday is 0. */
export const weekdayOf = ({ year, month, day }: LocalDate): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/**
 * The first moment of a date in a zone. Where clocks skip midnight that is when they go on; where they show it twice, the
 * first time; where they skip the date, the beginning of the next.
 */
export function startOfDate({ year, month, day }: LocalDate, timeZone: string): number {
  const midnight = Date.UTC(year, month - 1, day);
  // Clocks change at most once within these two days: one of the moments has the offset before it, one that after it.
  const candidates = [-DAY_MS, 0, DAY_MS].map((by) => midnight - zoneOffsetMs(midnight + by, timeZone));
  const starts = candidates.filter((ms) => shownMs(ms, timeZone) >= midnight);
  return Math.min(...(starts.length > 0 ? starts : candidates));
}

/** When the clocks change between two moments; undefined when they show the same offset at both. */
export function changeBetween(fromMs: number, toMs: number, timeZone: string): number | undefined {
  const before = zoneOffsetMs(fromMs, timeZone);
  if (zoneOffsetMs(toMs, timeZone) === before) return undefined;
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(middle, timeZone) === before) low = middle;
    else high = middle;
  }
  return high;
}
