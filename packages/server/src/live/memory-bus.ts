import type { LiveBus, LiveEvent } from './bus.ts';

/** The bus of one process. */
export function createMemoryBus(): LiveBus {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  return {
    publish(event) {
      for (const listener of listeners.get(event.projectId) ?? []) listener(event);
    },
    subscribe(projectId, listener) {
      const own = listeners.get(projectId) ?? new Set();
      listeners.set(projectId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(projectId) === own) listeners.delete(projectId);
      };
    },
  };
}
