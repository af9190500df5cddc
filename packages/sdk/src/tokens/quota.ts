import { context } from '@opentelemetry/api';
import { whoIn } from '../tracing/who.ts';
import type { Answer } from '../transport/post.ts';
import type { Transport } from '../transport/transport.ts';

/** Who wants to spend, and how much at most. The user of the session unless another one is named; amounts of cost in USD. */
export interface Spending {
  user?: string;
  model?: string;
  agent?: string;
  tags?: string[];
  tokens?: number;
  cost?: string;
  requests?: number;
}

export interface Spent {
  tokens?: number;
  cost?: string;
  requests?: number;
}

export interface QuotaOptions {
  /** When the server cannot be asked. `allow` unless said. */
  onUnavailable?: 'allow' | 'deny';
  /** How long the answer is waited for; 1 s unless said. */
  timeoutMs?: number;
}

export interface GuardOptions extends QuotaOptions {
  /** How long a reservation is held that nobody settles. */
  ttlSeconds?: number;
}

/** What the server says, as docs/quotas.md tells it. */
export interface QuotaAnswer {
  allowed: boolean;
  /** It is not known how much is left: what was chosen for that case was taken. */
  degraded: boolean;
  remaining: string | null;
  resetsAt: string | null;
  quota: { id: string; name: string; limit: string; used: string | null } | null;
}

interface ReserveAnswer extends QuotaAnswer {
  reservation: { id: string } | null;
}

/** A quota does not allow it. */
export class QuotaExceededError extends Error {
  override name = 'QuotaExceededError';
  readonly answer: QuotaAnswer;

  constructor(answer: QuotaAnswer) {
    super(
      answer.quota
        ? `The quota “${answer.quota.name}” does not allow it: ${answer.remaining ?? 'an unknown amount'} left.`
        : 'Quotas cannot be read, and without them it is not allowed.',
    );
    this.answer = answer;
  }
}

type Ask = (path: string, body: string, timeoutMs: number) => Promise<Answer>;

export class Quotas {
  #ask: Ask;
  #transport: Transport;
  #onProblem: (message: string) => void;

  constructor(ask: Ask, transport: Transport, onProblem: (message: string) => void) {
    this.#ask = ask;
    this.#transport = transport;
    this.#onProblem = onProblem;
  }

  /** May so much be spent? Nothing is held. Never rejects. */
  async check(spending: Spending, options: QuotaOptions = {}): Promise<QuotaAnswer> {
    return this.#decide('check', spending, options);
  }

  /**
   * Runs `call` if as much as is wanted can be held, and settles what it says it spent; what it does not say counts as wanted.
   * Rejects with a QuotaExceededError when it cannot; an error of `call` goes on as it was, and counts only what was said until then.
   */
  async guard<T>(
    spending: Spending,
    call: (spent: (amounts: Spent) => void) => T | Promise<T>,
    { ttlSeconds, ...options }: GuardOptions = {},
  ): Promise<T> {
    const answer = await this.#decide('reserve', { ...spending, ttlSeconds }, options);
    if (!answer.allowed) throw new QuotaExceededError(answer);
    const reservation = answer.reservation?.id;
    let said: Spent | undefined;
    const settle = (amounts: Spent) => {
      if (reservation !== undefined) this.#transport.report('settlements', { reservation, ...amounts });
    };
    try {
      const result = await call((amounts) => {
        said = { ...said, ...amounts };
      });
      settle(said ?? {});
      return result;
    } catch (error) {
      settle({ tokens: 0, cost: '0', requests: 0, ...said });
      throw error;
    }
  }

  async #decide(
    what: 'check' | 'reserve',
    spending: Spending & { ttlSeconds?: number | undefined },
    { onUnavailable = 'allow', timeoutMs = 1_000 }: QuotaOptions,
  ): Promise<ReserveAnswer> {
    try {
      const { userId } = whoIn(context.active());
      const body = JSON.stringify({ ...(userId === undefined ? {} : { user: userId }), ...spending });
      const answer = await this.#ask(`/api/v1/quotas/${what}`, body, timeoutMs);
      const text = answer.body.toString('utf8');
      if (answer.status === 204) throw new Error('nobody is asked');
      if (answer.status !== 200) throw new Error(`answered ${answer.status} ${text.slice(0, 300)}`);
      const read = JSON.parse(text) as ReserveAnswer;
      if (typeof read.allowed !== 'boolean') throw new Error('the answer says neither yes nor no');
      return read;
    } catch (error) {
      this.#onProblem(`quotas: ${error instanceof Error ? error.message : error}`);
      return {
        ...{ allowed: onUnavailable === 'allow', degraded: true },
        ...{ remaining: null, resetsAt: null, quota: null, reservation: null },
      };
    }
  }
}
