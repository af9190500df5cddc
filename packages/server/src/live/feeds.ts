/** Something that happened, as text, which is also what it is told apart by. */
export interface Happened {
  atMs: number;
  text: string;
}

/**
 * What happened last to the agents of a project, as all processes of a server know it together, in memory or in Redis. What is told again or in another
 * order changes nothing. An owner, which is a project, sees only its own. Every method rejects with {@link FeedsUnavailable}, soon, when it
 * cannot do its work.
 */
export interface LiveFeeds {
  /** Of an owner the latest {@link FEED_SIZE} are kept. */
  add(owner: string, happened: readonly Happened[]): Promise<void>;
  /** The latest first. */
  latest(owner: string): Promise<Happened[]>;
  close(): Promise<void>;
}

/** Why it is not known just now what happened. */
export class FeedsUnavailable extends Error {
  override readonly name = 'FeedsUnavailable';
}

export const FEED_SIZE = 50;
/** Owners of whom it is kept in memory: those of whom something was told last. In Redis it is kept for a day after it. */
export const MAX_OWNERS = 10_000;
export const FEED_KEPT_MS = 86_400_000;

/** The latest first; of the same moment by text, so that all processes show one order. */
export const latestFirst = (a: Happened, b: Happened): number =>
  b.atMs - a.atMs || (a.text < b.text ? 1 : a.text > b.text ? -1 : 0);
