/** What came within less than this was not generated in it, but cached or held back and sent at once. */
export const LEAST_GENERATION_MS = 50;
/** A first token that comes in the last of so many parts of a call tells when the answer was sent, not when it was begun. */
export const GENERATION_PARTS = 20;

export interface TimedOutput {
  usage: { output?: number | undefined; reasoning?: number | undefined } | null;
  durationMs: number;
  /** Null where it is not reported. */
  timeToFirstTokenMs: number | null;
}

/**
 * Output tokens per second of a model call: those after the first, over the time since that came. Where no first token is reported, or
 * there is reasoning, of which nobody tells whether it went before, it is all tokens over the whole call. Undefined where too little
 * time is left for that: an answer that was held back and sent at once says nothing of how fast it was made.
 */
export function outputSpeed({ usage, durationMs, timeToFirstTokenMs }: TimedOutput): number | undefined {
  const { output = 0, reasoning = 0 } = usage ?? {};
  const waitedMs = reasoning === 0 ? (timeToFirstTokenMs ?? 0) : 0;
  const tokens = output + reasoning - (waitedMs > 0 ? 1 : 0);
  const ms = durationMs - waitedMs;
  const isTold = ms >= LEAST_GENERATION_MS && ms * GENERATION_PARTS >= durationMs;
  return tokens > 0 && isTold ? tokens / (ms / 1000) : undefined;
}
