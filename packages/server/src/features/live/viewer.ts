import { Readable } from 'node:stream';
import type { LiveItems, LiveTopic } from '@pharos/core/api/live';
import type { Seen } from '@pharos/core/live/view';
import type { Watch } from './watch.ts';

/** The most that waits for a viewer here, besides one frame. */
const HIGH_WATER_BYTES = 16 * 1024;
const RETRY = 'retry: 2000\n\n';

/**
 * One who watches. Nothing is kept for those who read slowly: when they are ready for more they are told what is different from what they
 * were told last.
 */
export class Viewer {
  readonly stream: Readable;
  readonly topics: readonly LiveTopic[];
  readonly #watch: Watch;
  readonly #count: { sent(): void; skipped(): void };
  #told: Seen<LiveItems> | undefined;
  #ready = false;

  constructor(watch: Watch, topics: readonly LiveTopic[], count: { sent(): void; skipped(): void }) {
    this.#watch = watch;
    this.topics = topics;
    this.#count = count;
    this.stream = new Readable({
      highWaterMark: HIGH_WATER_BYTES,
      read: () => {
        this.#ready = true;
        this.show();
      },
    });
    this.stream.push(RETRY);
  }

  /** Whether all that was told before is on its way. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Tells what is new, if they can take it. */
  show(): void {
    if (!this.#ready) {
      if (this.#told) this.#count.skipped();
      return;
    }
    const news = this.#watch.newsOf(this.topics, this.#told);
    if (news === undefined) return;
    this.#told = this.#watch.seen;
    this.#ready = this.stream.push(news);
    this.#count.sent();
  }

  /** Says that nothing has happened, so that what lies between keeps the connection open. */
  greet(): void {
    if (this.#ready) this.#ready = this.stream.push(': still here\n\n');
  }

  end(): void {
    // Of one who is behind, the end would wait until everything before it is read.
    if (!this.#ready) this.stream.destroy();
    else this.stream.push(null);
    this.#ready = false;
  }
}
