import { FEED_SIZE, type Happened, latestFirst } from './feeds.ts';

/** So many are added before those that are not among the latest are let go, though nobody looks. */
const MAX_ADDED = 1_000;

/** The latest {@link FEED_SIZE} of what happened, in memory. What is told again or in another order changes nothing. */
export class Latest {
  #happened: Happened[] = [];

  add(happened: readonly Happened[]): void {
    for (const each of happened) this.#happened.push(each);
    if (this.#happened.length > MAX_ADDED) this.#settle();
  }

  /** Lets go of what tells of something. */
  drop(isOf: (happened: Happened) => boolean): void {
    this.#happened = this.#happened.filter((each) => !isOf(each));
  }

  /** The latest first. */
  all(): Happened[] {
    this.#settle();
    return [...this.#happened];
  }

  #settle(): void {
    const byText = new Map(this.#happened.map((each) => [each.text, each]));
    this.#happened = [...byText.values()].sort(latestFirst).slice(0, FEED_SIZE);
  }
}
