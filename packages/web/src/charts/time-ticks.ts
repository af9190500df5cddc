const DAY = 86_400_000;

/** A tick's text: the time of day, the date where a day begins or ticks are days apart. */
export function tickLabel(ms: number, stepMs: number, locale: string): string {
  const at = new Date(ms);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  if (stepMs >= DAY || midnight) {
    return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }).format(at);
  }
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    ...(stepMs < 60_000 ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(at);
}

/** A bucket as a reader names it: `4 Nov, 16:00 – 16:15`, `4 Nov`. */
export function bucketLabel(startMs: number, bucketMs: number, locale: string): string {
  const start = new Date(startMs);
  const end = new Date(startMs + bucketMs);
  const format = new Intl.DateTimeFormat(locale, {
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
  } as Intl.DateTimeFormatOptions);
  if (bucketMs === DAY) return format.format(start);
  return format.formatRange(start, end);
}
