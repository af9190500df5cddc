import { LRUCache } from 'lru-cache';
import { type LiveFeeds, MAX_OWNERS } from './feeds.ts';
import { Latest } from './latest.ts';

/** The feeds of one process. */
export function createMemoryFeeds(): LiveFeeds {
  const owners = new LRUCache<string, Latest>({ max: MAX_OWNERS });
  return {
    async add(owner, happened) {
      if (happened.length === 0) return;
      const latest = owners.get(owner) ?? new Latest();
      owners.set(owner, latest);
      latest.add(happened);
    },
    latest: async (owner) => owners.get(owner)?.all() ?? [],
    async close() {
      owners.clear();
    },
  };
}
