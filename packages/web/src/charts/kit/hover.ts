import { useSyncExternalStore } from 'react';

/** The moment that a reader points at, told to every chart of a page. */
export interface Hover {
  set(ms: number | undefined): void;
  get(): number | undefined;
  subscribe(listener: () => void): () => void;
}

export function createHover(): Hover {
  let at: number | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => at,
    set(ms) {
      if (ms === at) return;
      at = ms;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The moment pointed at anywhere on the page. */
export const useHover = (hover: Hover): number | undefined =>
  useSyncExternalStore(hover.subscribe, hover.get);
