import { backoffMs } from '../transport/backoff.ts';
import type { Answer, Page } from './page.ts';

export type Kind = 'presence' | 'events' | 'feedback';

export interface Counts {
  waiting: number;
  sent: number;
  /** There was no room, or no way to send it. */
  dropped: number;
  /** The server did not want them. */
  refused: number;
  /** Requests that failed and are tried again. */
  retries: number;
}

/** What is told, and of whom. */
export interface Item {
  userId?: string | undefined;
  [said: string]: unknown;
}

interface Waiting {
  kind: Kind;
  /** '' of nobody. */
  user: string;
  json: string;
  bytes: number;
}

export interface OutboxOptions {
  url: string;
  key: string;
  /** What shows that the user is who they are said to be, as of now. */
  tokenOf(user: string): string | undefined;
  maxWaiting: number;
  /** How long the first of a batch waits for others. */
  lingerMs: number;
  onProblem(message: string): void;
}

/** Below what the server takes and browsers send for a page that goes away: 64 KiB. */
const BATCH_BYTES = 60_000;
const BATCH_ITEMS = 100;
const ITEM_BYTES = 16_000;
/** A page whose key or origin is wrong gets no answer that it may read: after so many failures without any success it is left at that. */
const MAX_FAILURES = 10;
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** What waits to be sent: a bounded queue, sent in batches, again until it is taken or refused. No method throws. */
export class Outbox {
  readonly #page: Page;
  readonly #options: OutboxOptions;
  readonly #counts = { sent: 0, dropped: 0, refused: 0, retries: 0 };
  #waiting: Waiting[] = [];
  #cancel: (() => void) | undefined;
  #sending: Promise<boolean> | undefined;
  #failures = 0;
  #answered = false;
  #over = false;

  constructor(page: Page, options: OutboxOptions) {
    this.#page = page;
    this.#options = options;
  }

  get counts(): Counts {
    return { waiting: this.#waiting.length, ...this.#counts };
  }

  push(kind: Kind, item: Item): void {
    const json = JSON.stringify(item);
    const user = item.userId ?? '';
    const bytes = new TextEncoder().encode(json).length;
    if (this.#over || bytes > ITEM_BYTES) {
      this.#counts.dropped++;
      return;
    }
    // An old sign of life tells nothing once there is a newer one.
    if (kind === 'presence')
      this.#waiting = this.#waiting.filter((each) => each.kind !== kind || each.user !== user);
    this.#waiting.push({ kind, user, json, bytes });
    this.#makeRoom();
    if (this.#sending === undefined) this.#cancel ??= this.#later(this.#options.lingerMs);
  }

  /** Sends what waits; true when all of it was answered for. */
  async flush(): Promise<boolean> {
    while (this.#waiting.length > 0 && !this.#over) if (!(await this.#send())) return false;
    return (await this.#sending) ?? true;
  }

  /** Hands what waits, as much as fits, to the browser, which sends it when the page is gone. */
  leave(): void {
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      if (!this.#page.beacon(this.#options.url, this.#bodyOf(batch))) {
        this.#giveBack(batch);
        return;
      }
      this.#counts.sent += batch.length;
    }
  }

  /** Forgets what waits and sends nothing more. */
  stop(): void {
    this.#over = true;
    this.#counts.dropped += this.#waiting.length;
    this.#waiting = [];
    this.#cancel?.();
  }

  #later(ms: number): () => void {
    return this.#page.after(ms, () => void this.#send());
  }

  #send(): Promise<boolean> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#sending ??= this.#batch().finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length > 0) this.#cancel ??= this.#later(this.#options.lingerMs);
    });
    return this.#sending;
  }

  /** One batch; true when it needs no other try. */
  async #batch(): Promise<boolean> {
    const batch = this.#take();
    if (batch.length === 0) return true;
    let answer: Answer;
    try {
      answer = await this.#page.post(this.#options.url, this.#bodyOf(batch));
    } catch (error) {
      return this.#retry(batch, String(error), 0);
    }
    const { status, retryAfter = 0 } = answer;
    if (PASSING.has(status)) return this.#retry(batch, `answered ${status}`, retryAfter * 1000);
    this.#failures = 0;
    this.#answered = true;
    const refused = status === 200 ? refusedIn(answer.body) : batch.length;
    this.#counts.refused += refused;
    this.#counts.sent += batch.length - refused;
    if (refused > 0)
      this.#options.onProblem(
        `${refused} of ${batch.length} refused: ${status} ${answer.body.slice(0, 300)}`,
      );
    if (status === 401 || status === 403) this.stop();
    return true;
  }

  #retry(batch: Waiting[], why: string, askedMs: number): false {
    if (this.#over) {
      this.#counts.dropped += batch.length;
      return false;
    }
    this.#failures++;
    this.#counts.retries++;
    if (this.#failures === 1) this.#options.onProblem(`${why}; it is tried again`);
    this.#giveBack(batch);
    if (!this.#answered && this.#failures >= MAX_FAILURES) this.stop();
    else this.#cancel = this.#later(Math.max(askedMs, backoffMs(this.#failures, this.#page.random)));
    return false;
  }

  #giveBack(batch: readonly Waiting[]): void {
    this.#waiting.unshift(...batch.filter(({ kind }) => kind !== 'presence'));
    this.#makeRoom();
  }

  /** The oldest go. */
  #makeRoom(): void {
    const over = this.#waiting.length - this.#options.maxWaiting;
    if (over <= 0) return;
    this.#waiting.splice(0, over);
    this.#counts.dropped += over;
  }

  /** As much as goes in one request, with the one token that this has room for. */
  #take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    const token = this.#tokenOf(this.#waiting);
    for (const each of this.#waiting) {
      bytes += each.bytes + 1;
      if (count === BATCH_ITEMS || bytes > BATCH_BYTES || this.#tokenOf([each]) !== token) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  #tokenOf([first]: readonly Waiting[]): string | undefined {
    return first && this.#options.tokenOf(first.user);
  }

  #bodyOf(batch: readonly Waiting[]): string {
    const of = (wanted: Kind) =>
      `"${wanted}":[${batch.flatMap(({ kind, json }) => (kind === wanted ? [json] : [])).join()}]`;
    const key = JSON.stringify({ key: this.#options.key, userToken: this.#tokenOf(batch) });
    return `${key.slice(0, -1)},${of('presence')},${of('events')},${of('feedback')}}`;
  }
}

function refusedIn(body: string): number {
  try {
    const { refused } = JSON.parse(body) as { refused?: unknown };
    return Array.isArray(refused) ? refused.length : 0;
  } catch {
    // An answer that cannot be read is a yes all the same.
    return 0;
  }
}
