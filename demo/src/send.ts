import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

export interface Target {
  url: string;
  /** The value of the Authorization header. */
  authorization: string;
}

export interface Sender {
  /** Posts JSON and resolves when the server has taken it; waits and tries again when it asks for that. */
  post(path: string, body: unknown, encoding?: 'gzip' | 'identity'): Promise<void>;
  /** Asks, and resolves with what is answered. */
  get<Answer>(path: string): Promise<Answer>;
  /** The same with a body: asks for something to be made or worked out. */
  ask<Answer>(path: string, body: unknown): Promise<Answer>;
  readonly refused: { count: number; reason: string };
}

export interface Means {
  fetch: typeof fetch;
  wait(ms: number): Promise<void>;
}

const ATTEMPTS = 8;
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Something that trying again does not change; the message is for the person at the terminal. */
export class SendError extends Error {
  /** What the server answered; undefined where it did not. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

function pauseMs(retryAfter: string | null, attempt: number): number {
  const seconds = Number(retryAfter);
  const asked = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : 0;
  return Math.min(LONGEST_WAIT_MS, Math.max(asked, WAIT_MS * 2 ** (attempt - 1)));
}

const ADVICE: Record<number, string> = {
  401: 'The server does not know this key: check PHAROS_SECRET_KEY, or --key.',
  403: 'This key may not send telemetry: it needs the scope "ingest".',
  404: 'There is no Pharos at this address: check PHAROS_URL, or --url.',
};

export function createSender(target: Target, means: Means): Sender {
  const refused = { count: 0, reason: '' };
  const base = target.url.replace(/\/+$/, '');

  async function note(response: Response): Promise<void> {
    const text = await response.text();
    if (!text.includes('artialSuccess')) return;
    const { partialSuccess = {} } = JSON.parse(text) as {
      partialSuccess?: {
        rejectedSpans?: string | number;
        rejectedLogRecords?: string | number;
        errorMessage?: string;
      };
    };
    refused.count += Number(partialSuccess.rejectedSpans ?? partialSuccess.rejectedLogRecords ?? 0);
    refused.reason ||= partialSuccess.errorMessage ?? '';
  }

  /** Tries again as long as the server asks for that; the answer that it gave in the end. */
  async function send(path: string, request: RequestInit): Promise<Response> {
    const headers = { ...request.headers, authorization: target.authorization };
    for (let attempt = 1; ; attempt += 1) {
      const response = await means
        .fetch(`${base}${path}`, { ...request, headers })
        .catch((error: unknown) => {
          if (attempt < ATTEMPTS) return undefined;
          throw new SendError(
            `${base} does not answer: ${error instanceof Error ? error.message : String(error)}.`,
          );
        });
      if (response?.ok) return response;
      if (response && !BUSY.has(response.status)) {
        throw new SendError(
          ADVICE[response.status] ?? `The server answered ${response.status}: ${await response.text()}`,
          response.status,
        );
      }
      if (attempt === ATTEMPTS)
        throw new SendError(
          `The server stayed busy (${response?.status}) for ${ATTEMPTS} attempts.`,
          response?.status,
        );
      await means.wait(pauseMs(response?.headers.get('retry-after') ?? null, attempt));
    }
  }
  const json = { 'content-type': 'application/json' };

  return {
    refused,
    async post(path, body, encoding = 'gzip') {
      const text = JSON.stringify(body);
      const zipped = encoding === 'gzip';
      const response = await send(path, {
        method: 'POST',
        headers: { ...json, ...(zipped ? { 'content-encoding': encoding } : {}) },
        body: zipped ? new Uint8Array(await compress(text)) : text,
      });
      await note(response);
    },
    get: <Answer>(path: string) => send(path, { method: 'GET' }).then(answerOf<Answer>),
    ask: <Answer>(path: string, body: unknown) =>
      send(path, { method: 'POST', headers: json, body: JSON.stringify(body) }).then(answerOf<Answer>),
  };
}

const answerOf = async <Answer>(response: Response): Promise<Answer> => (await response.json()) as Answer;

/** Hands every item to `work`, at most `limit` at a time; the first failure ends it. */
export async function inParallel<Item>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: limit }, lane));
}
