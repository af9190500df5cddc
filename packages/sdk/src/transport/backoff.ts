const FIRST_MS = 500;
const MOST_MS = 30_000;
/** A server that asks for more than this is asked again all the same. */
const MOST_ASKED_MS = 5 * 60_000;

/** How long to wait after so many failures in a row: twice as long each time, and a random half of it, so that many do not come back at once. */
export function backoffMs(failures: number, random: () => number): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return most / 2 + (most / 2) * random();
}

/** What `Retry-After` says, in ms from now: seconds or a date; undefined when it says neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MOST_ASKED_MS);
}
