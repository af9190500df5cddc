import { useCallback, useEffect, useState } from 'react';

/** Whoever opens the same page within so long asks the same. */
const STEP_MS = 10_000;
const present = (): number => Math.ceil(Date.now() / STEP_MS) * STEP_MS;

/** The moment up to which a page shows what is: moved on every `everyMs` while the page is seen (0: never), and when asked. */
export function usePageClock(everyMs: number): { nowMs: number; refresh: () => void } {
  const [nowMs, setNow] = useState(present);
  const refresh = useCallback(() => setNow(present()), []);
  useEffect(() => {
    if (everyMs === 0) return undefined;
    let last = performance.now();
    const tick = () => {
      if (document.visibilityState !== 'visible' || performance.now() - last < everyMs - 50) return;
      last = performance.now();
      refresh();
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [everyMs, refresh]);
  return { nowMs, refresh };
}
