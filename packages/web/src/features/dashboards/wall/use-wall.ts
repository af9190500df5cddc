import { useCallback, useEffect, useState } from 'react';

const STILL_MS = 3000;

/** Whether the pointer has not moved for a while. */
export function useStillPointer(): boolean {
  const [still, setStill] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      setStill(false);
      clearTimeout(timer);
      timer = setTimeout(() => setStill(true), STILL_MS);
    };
    wake();
    for (const event of ['pointermove', 'keydown', 'focusin']) document.addEventListener(event, wake);
    return () => {
      clearTimeout(timer);
      for (const event of ['pointermove', 'keydown', 'focusin']) document.removeEventListener(event, wake);
    };
  }, []);
  return still;
}

/** One of `count` after the other, each for so long. */
export function useTurns(count: number, everyMs: number) {
  const [at, setAt] = useState(0);
  const [paused, setPaused] = useState(false);
  const go = useCallback(
    (by: number) => setAt((now) => (count === 0 ? 0 : (now + by + count) % count)),
    [count],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes on by hand gets the whole time
  useEffect(() => {
    if (paused || count < 2) return undefined;
    const timer = setTimeout(() => go(1), everyMs);
    return () => clearTimeout(timer);
  }, [at, paused, count, everyMs, go]);
  return { at: Math.min(at, Math.max(0, count - 1)), go, paused, pause: () => setPaused(!paused) };
}

const windowSize = () => ({ width: window.innerWidth, height: window.innerHeight });

/** The size of the window, followed. */
export function useWindowSize(): { width: number; height: number } {
  const [size, setSize] = useState(windowSize);
  useEffect(() => {
    const measure = () => setSize(windowSize());
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return size;
}
