import { setTimeout as after } from 'node:timers/promises';

/** Told before each further attempt, with what the last one met. */
export type OnWaiting = (error: unknown) => void;

const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 5_000;

/**
 * Opens a store that may come up later than we do: again and again while it is silent, for about `seconds`. Fails as the
 * last attempt did, at once when it is not silence.
 */
export async function whenItAnswers<Store>(
  open: () => Promise<Store>,
  isSilence: (error: unknown) => boolean,
  { seconds, onWaiting }: { seconds: number; onWaiting: OnWaiting },
): Promise<Store> {
  const until = performance.now() + seconds * 1000;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS)) {
    try {
      return await open();
    } catch (error) {
      const leftMs = until - performance.now();
      if (leftMs <= 0 || !isSilence(error)) throw error;
      onWaiting(error);
      await after(Math.min(pauseMs, leftMs));
    }
  }
}
