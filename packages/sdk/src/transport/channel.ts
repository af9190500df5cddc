import { backoffMs, retryAfterMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Answer, Post } from './post.ts';
import { BoundedQueue } from './queue.ts';

/** How one kind of thing is sent. */
export interface ChannelKind<Item> {
  name: string;
  path: string;
  contentType: string;
  /** Bounds of what waits. */
  maxItems: number;
  maxBytes: number;
  /** Bounds of one request. */
  batchItems: number;
  batchBytes: number;
  /** How long the first of a batch waits for others. */
  lingerMs: number;
  encode(items: readonly Item[]): Uint8Array | string;
  /** How many of those that were answered with 2xx the server did not take after all. */
  refusedIn?(answer: Buffer): number;
}

export interface ChannelContext {
  url: string;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  post: Post;
  clock: Clock;
  random(): number;
  onProblem(message: string): void;
}

export interface ChannelCounts {
  waiting: number;
  sent: number;
  /** There was no room: the oldest went. */
  dropped: number;
  /** The server did not want them, or they could not be written down. */
  refused: number;
  /** Requests that failed and are tried again. */
  retries: number;
}

/** Passing troubles: of a server under pressure, or of one that is being replaced. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);
/** Something in the batch is wrong, or there is too much of it: what is sent by itself loses nothing else. */
const OF_THE_BATCH = new Set([400, 413, 422]);

const textOf = ({ body }: Answer): string => body.toString('utf8', 0, 300);

/** A queue and who empties it: one request at a time, again until it is taken or refused. No method throws. */
export class Channel<Item> {
  #queue: BoundedQueue<Item>;
  #kind: ChannelKind<Item>;
  #context: ChannelContext;
  #counts = { sent: 0, refused: 0, retries: 0 };
  #failures = 0;
  #batchItems: number;
  #cancelTimer: (() => void) | undefined;
  #timerIsRetry = false;
  #sending: Promise<boolean> | undefined;

  constructor(kind: ChannelKind<Item>, context: ChannelContext) {
    this.#kind = kind;
    this.#context = context;
    this.#queue = new BoundedQueue(kind.maxItems, kind.maxBytes);
    this.#batchItems = kind.batchItems;
  }

  get counts(): ChannelCounts {
    return { waiting: this.#queue.size, dropped: this.#queue.dropped, ...this.#counts };
  }

  push(item: Item, bytes: number): void {
    this.#queue.push(item, bytes);
    if (this.#sending || this.#timerIsRetry) return;
    if (this.#queue.size >= this.#batchItems) void this.#send();
    else if (!this.#cancelTimer) this.#later(this.#kind.lingerMs, false);
  }

  /** Sends what waits, without waiting for anything; true when all of it was answered for. */
  async flush(): Promise<boolean> {
    await this.#sending;
    while (this.#queue.size > 0) if (!(await this.#send())) return false;
    return true;
  }

  /** Sends nothing more by itself. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #later(ms: number, isRetry: boolean): void {
    this.#cancelTimer?.();
    this.#timerIsRetry = isRetry;
    this.#cancelTimer = this.#context.clock.after(ms, () => void this.#send());
  }

  /** One batch; true when it needs no other try. */
  #send(): Promise<boolean> {
    this.stop();
    this.#timerIsRetry = false;
    this.#sending ??= this.#batch().finally(() => {
      this.#sending = undefined;
      if (this.#queue.size > 0 && !this.#cancelTimer) {
        this.#later(this.#queue.size >= this.#batchItems ? 0 : this.#kind.lingerMs, false);
      }
    });
    return this.#sending;
  }

  async #batch(): Promise<boolean> {
    const batch = this.#queue.take(this.#batchItems, this.#kind.batchBytes);
    if (batch.length === 0) return true;
    let body: Uint8Array | string;
    try {
      body = this.#kind.encode(batch.map(({ item }) => item));
    } catch (error) {
      return this.#refuse(batch, `cannot be written down: ${error}`);
    }
    const { url, headers, post, timeoutMs } = this.#context;
    let answer: Answer;
    try {
      answer = await post({
        url: `${url}${this.#kind.path}`,
        headers: { ...headers, 'content-type': this.#kind.contentType },
        ...{ body, timeoutMs, background: true },
      });
    } catch (error) {
      return this.#retry(batch, String(error));
    }
    if (answer.status >= 200 && answer.status < 300) return this.#taken(batch.length, answer);
    if (PASSING.has(answer.status)) return this.#retry(batch, `answered ${answer.status}`, answer.retryAfter);
    return this.#refuse(
      batch,
      `answered ${answer.status} ${textOf(answer)}`,
      OF_THE_BATCH.has(answer.status),
    );
  }

  #taken(count: number, answer: Answer): true {
    let refused = 0;
    try {
      refused = Math.min(this.#kind.refusedIn?.(answer.body) ?? 0, count);
    } catch {
      // An answer that cannot be read is a yes all the same.
    }
    if (refused > 0) this.#problem(`${refused} of ${count} were refused: ${textOf(answer)}`);
    this.#counts.sent += count - refused;
    this.#counts.refused += refused;
    this.#failures = 0;
    this.#batchItems = Math.min(this.#batchItems * 2, this.#kind.batchItems);
    return true;
  }

  #retry(batch: Parameters<BoundedQueue<Item>['giveBack']>[0], why: string, retryAfter?: string): false {
    this.#queue.giveBack(batch);
    this.#failures++;
    this.#counts.retries++;
    if (this.#failures === 1) this.#problem(`${why}; it is tried again`);
    const { clock, random } = this.#context;
    const asked = retryAfterMs(retryAfter, clock.nowMs()) ?? 0;
    this.#later(Math.max(asked, backoffMs(this.#failures, random)), true);
    return false;
  }

  /** True: it is over. Of a batch in which only some may be wrong, halves are tried until the wrong one stands alone. */
  #refuse(batch: Parameters<BoundedQueue<Item>['giveBack']>[0], why: string, divisible = true): true {
    if (divisible && batch.length > 1) {
      this.#queue.giveBack(batch);
      this.#batchItems = Math.ceil(batch.length / 2);
      return true;
    }
    this.#counts.refused += batch.length;
    this.#problem(`${batch.length} ${why}`);
    return true;
  }

  #problem(message: string): void {
    this.#context.onProblem(`${this.#kind.name}: ${message}`);
  }
}
