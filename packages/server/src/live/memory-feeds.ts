import { LRUCache } from 'lru-cache';
import { FEED_SIZE, type Feed, type Happened, type LiveFeeds, latestFirst, MAX_OWNERS } from './feeds.ts';

/** The feeds of one process. */
export function createMemoryFeeds(): LiveFeeds {
  const owners = new LRUCache<string, Map<Feed, Happened[]>>({ max: MAX_OWNERS });
  return {
    async add(owner, feed, happened) {
      if (happened.length === 0) return;
      const feeds = owners.get(owner) ?? new Map<Feed, Happened[]>();
      owners.set(owner, feeds);
      const byText = new Map([...(feeds.get(feed) ?? []), ...happened].map((each) => [each.text, each]));
      feeds.set(feed, [...byText.values()].sort(latestFirst).slice(0, FEED_SIZE));
    },
    latest: async (owner, feed) => owners.get(owner)?.get(feed) ?? [],
    async close() {
      owners.clear();
    },
  };
}
