import { momentAt, zoneOffsetMs } from '../zone.ts';

const DAY = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than all else that a step of the pointer does. */
function clock(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = clocks.get(key) ?? new Intl.DateTimeFormat(locale, options);
  clocks.set(key, known);
  return known;
}

/** Round moments between two, as the clocks of a zone show them. `round` finds them on the clocks of UTC. */
export function roundMoments(
  fromMs: number,
  toMs: number,
  timeZone: string,
  round: (from: Date, to: Date) => readonly Date[],
): number[] {
  const shown = (ms: number) => new Date(ms + zoneOffsetMs(ms, timeZone));
  return round(shown(fromMs), shown(toMs)).map((tick) => momentAt(tick.getTime(), timeZone));
}

/** A tick's text: the time of day, the date where a day begins or ticks are days apart. */
export function tickLabel(ms: number, stepMs: number, locale: string, timeZone: string): string {
  const midnight = (ms + zoneOffsetMs(ms, timeZone)) % DAY === 0;
  const format: Intl.DateTimeFormatOptions =
    stepMs >= DAY || midnight
      ? { month: 'short', day: 'numeric' }
      : {
          hour: '2-digit',
          minute: '2-digit',
          ...(stepMs < 60_000 ? { second: '2-digit' } : {}),
          hourCycle: 'h23',
        };
  return clock(locale, { ...format, timeZone }).format(ms);
}

/** A bucket as a reader names it: `4 Nov, 16:00 – 16:15`, `4 Nov`. */
export function bucketLabel(startMs: number, bucketMs: number, locale: string, timeZone: string): string {
  const format = clock(locale, {
    month: 'short',
    day: 'numeric',
    ...(bucketMs % DAY === 0
      ? {}
      : {
          hour: '2-digit',
          minute: '2-digit',
          ...(bucketMs < 60_000 ? { second: '2-digit' } : {}),
          hourCycle: 'h23',
        }),
    timeZone,
  });
  if (bucketMs === DAY) return format.format(startMs);
  return format.formatRange(startMs, startMs + bucketMs);
}
