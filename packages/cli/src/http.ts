import { Failure, Stopped } from './world.ts';

/** What a client does the outside with. */
export interface Means {
  fetch: typeof fetch;
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
  nowMs(): number;
}

/** A server that is asked. */
export interface Server {
  /** As people call it. */
  title: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** What to do when it does not know the key. */
  keyAdvice: string;
}

export interface Ask {
  method?: 'GET' | 'POST';
  path: string;
  query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  /** Sent as JSON, unless it is a form. */
  body?: unknown;
  /** Statuses beside 2xx that say something to whoever asks. */
  expects?: readonly number[];
}

export interface Answer {
  status: number;
  /** The JSON of the answer, or its text when it is none. */
  body: unknown;
}

export interface ClientOptions {
  means: Means;
  stop: AbortSignal;
  /** A request under way is ended by `stop` too: right for reading, wrong for writing. */
  endsAtOnce: boolean;
  /** Told before each pause, for whoever wonders why nothing moves. */
  waits?(ms: number, why: string): void;
}

const TIMEOUT_MS = 90_000;
const ATTEMPTS = 9;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Asks one server, again and again where that may help. */
export class Client {
  readonly server: Server;
  readonly #options: ClientOptions;

  constructor(server: Server, options: ClientOptions) {
    this.server = server;
    this.#options = options;
  }

  /**
   * @throws Failure for what asking again does not change
   * @throws Stopped
   */
  async ask(ask: Ask): Promise<Answer> {
    const { title, url } = this.server;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(ask);
      if (answer instanceof Response) {
        const { status } = answer;
        const isExpected = answer.ok || (ask.expects?.includes(status) ?? false);
        if (isExpected) {
          const body = await bodyOf(answer);
          if (body !== UNREAD) return { status, body };
        } else if (!BUSY.has(status)) throw await this.#refused(answer, ask);
      }
      const why =
        answer instanceof Response ? `${title} answers ${answer.status}` : `${title} at ${url} ${answer}`;
      if (attempt === ATTEMPTS) throw new Failure(`${why}, also after ${ATTEMPTS} attempts.`);
      const pauseMs = this.#pauseMs(answer, attempt);
      if (answer instanceof Response) await answer.body?.cancel().catch(() => undefined);
      this.#options.waits?.(pauseMs, why);
      await this.#options.means.wait(pauseMs, this.#options.stop).catch(() => undefined);
      if (this.#options.stop.aborted) throw new Stopped();
    }
  }

  /** The answer, or what went wrong. */
  async #once(ask: Ask): Promise<Response | string> {
    const { means, stop, endsAtOnce } = this.#options;
    if (endsAtOnce && stop.aborted) throw new Stopped();
    const isForm = ask.body instanceof FormData;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await means.fetch(addressOf(this.server.url, ask), {
        method: ask.method ?? 'GET',
        headers: {
          accept: 'application/json',
          ...this.server.headers,
          ...(ask.body !== undefined && !isForm && { 'content-type': 'application/json' }),
        },
        ...(ask.body !== undefined && { body: isForm ? (ask.body as FormData) : JSON.stringify(ask.body) }),
        signal: endsAtOnce ? AbortSignal.any([timeout, stop]) : timeout,
      });
    } catch (error) {
      if (endsAtOnce && stop.aborted) throw new Stopped();
      if (timeout.aborted) return `does not answer within ${TIMEOUT_MS / 1000} s`;
      return `cannot be reached (${reasonOf(error)})`;
    }
  }

  #pauseMs(answer: Response | string, attempt: number): number {
    const asked = answer instanceof Response ? this.#retryAfterMs(answer) : 0;
    const usual = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** (attempt - 1));
    return Math.max(usual, Math.min(asked, LONGEST_RETRY_AFTER_MS));
  }

  /** Retry-After is a number of seconds, or a date. */
  #retryAfterMs({ headers }: Response): number {
    const text = headers.get('retry-after');
    if (text === null) return 0;
    const seconds = Number(text);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - this.#options.means.nowMs();
    return Number.isFinite(ms) ? Math.max(0, ms) : 0;
  }

  async #refused(answer: Response, ask: Ask): Promise<Failure> {
    const { title, url, keyAdvice } = this.server;
    const said = sentenceIn(await bodyOf(answer));
    const asked = `${ask.method ?? 'GET'} ${ask.path}`;
    switch (answer.status) {
      case 401:
        return new Failure(`${title} at ${url} does not know this key. ${keyAdvice}`);
      case 403:
        return new Failure(`${title} at ${url} does not allow ${asked} with this key: ${said}`);
      case 404:
      case 405:
        return new Failure(`There is no ${asked} at ${url}: is that ${title}? It says: ${said}`);
      default:
        return new Failure(`${title} answers ${answer.status} to ${asked}: ${said}`);
    }
  }
}

function addressOf(base: string, { path, query = {} }: Ask): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of [value ?? []].flat()) parameters.append(name, String(each));
  const text = parameters.toString();
  return `${base}${path}${text === '' ? '' : `?${text}`}`;
}

const UNREAD = Symbol('the connection broke off');

async function bodyOf(answer: Response): Promise<unknown> {
  let text: string;
  try {
    text = await answer.text();
  } catch {
    return UNREAD;
  }
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};

const LONGEST_SENTENCE = 300;

/** What an answer says, in whatever of the usual ways. */
export function sentenceIn(body: unknown): string {
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const error = at(body, 'error');
  const found = [at(error, 'message'), at(body, 'message'), at(body, 'detail'), error, body].find(
    (each) => each !== undefined && each !== null,
  );
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_SENTENCE);
}
