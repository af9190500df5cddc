import { type LiveItems, RATE_STEP_SECONDS, RATE_WINDOW_SECONDS } from '@pharos/core/api/live';

export type RateName = keyof LiveItems['rates'];

const STEP_MS = RATE_STEP_SECONDS * 1000;
const STEPS = RATE_WINDOW_SECONDS / RATE_STEP_SECONDS;
const STEPS_OF_MINUTE = 60 / RATE_STEP_SECONDS;

/** How much there was a minute in each whole stretch of the window, the oldest first. The stretch that is now still fills: it is left out. */
export function perMinute(
  rates: ReadonlyMap<string, LiveItems['rates']>,
  name: RateName,
  nowMs: number,
): number[] {
  const now = Math.floor(nowMs / STEP_MS) * STEP_MS;
  return Array.from({ length: STEPS - 1 }, (_, nth) => {
    const at = new Date(now - (STEPS - 1 - nth) * STEP_MS).toISOString();
    return (rates.get(at)?.[name] ?? 0) * STEPS_OF_MINUTE;
  });
}

/** The mean of the last minute. */
export const lastMinute = (points: readonly number[]): number =>
  points.slice(-STEPS_OF_MINUTE).reduce((sum, each) => sum + each, 0) / STEPS_OF_MINUTE;
