import type { LiveBus } from './bus.ts';
import { Listeners } from './listeners.ts';

/** The bus of one process. */
export function createMemoryBus(): LiveBus {
  const listeners = new Listeners();
  return {
    publish: (event) => listeners.tell(event),
    subscribe: (projectId, listener) => listeners.add(projectId, listener),
    hearsOthers: false,
    lost: 0,
    close: () => Promise.resolve(),
  };
}
