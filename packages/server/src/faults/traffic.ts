import type { Seeded } from '@pharos/core/series/testing/seeded';
import { jsonTraces, type OtlpSpan } from '../testing/otlp.ts';

/** Where requests are sent; changes when a server is started again. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const TOKENS_A_CALL = 100;
const CALLS_AT_MOST = 4;
/** Some days, so that inserts meet several partitions, of the past, so that hours are over. */
const DAYS = 3;
const NEWEST_NS = BigInt(Date.parse('2026-11-20T12:00:00Z')) * 1_000_000n;
const DAY_NS = 86_400_000_000_000n;

/** Longer than exporters wait. */
const PATIENCE_MS = 30_000;

interface Sent {
  traceId: string;
  spanId: string;
  isCall: boolean;
}
const keyOf = ({ traceId, spanId }: Pick<Sent, 'traceId' | 'spanId'>) => `${traceId} ${spanId}`;
/** What is said in a call, which no other says. */
export const textOf = (key: string): string => `What of ${key}?`;

/**
 * Senders as SDKs are: each sends parts of traces, an agent and its calls in any order, sometimes a part that it has sent before; what was
 * not acknowledged it sends again until it is. Knows what was acknowledged.
 */
export class Traffic {
  readonly acknowledged = new Map<string, Sent>();
  readonly #chance: Seeded;
  readonly #target: Target;
  #stopped = false;
  #ids = 0;
  requests = 0;
  failed = 0;

  constructor(target: Target, chance: Seeded) {
    this.#target = target;
    this.#chance = chance;
  }

  /** Resolves when all senders have had their last request acknowledged, some time after `stop`. */
  async run(senders: number): Promise<void> {
    await Promise.all(Array.from({ length: senders }, () => this.#send()));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #send(): Promise<void> {
    let before: OtlpSpan[] | undefined;
    while (!this.#stopped) {
      const trace = this.#trace();
      const cut = Math.floor(this.#chance.next() * (trace.length + 1));
      const again = before && this.#chance.next() < 0.2 ? before : [];
      for (const part of [[...again, ...trace.slice(0, cut)], trace.slice(cut)])
        if (part.length > 0) await this.#untilAcknowledged(part);
      before = trace;
    }
  }

  async #untilAcknowledged(spans: OtlpSpan[]): Promise<void> {
    const body = new Uint8Array(jsonTraces(spans));
    for (;;) {
      this.requests += 1;
      const { url, headers } = this.#target;
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const status = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body, signal }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) break;
      this.failed += 1;
      if (status !== 0 && status !== 429 && status !== 503)
        throw new Error(`A sender was answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 50 + 100 * this.#chance.next()));
    }
    for (const { traceId = '', spanId = '', parentSpanId } of spans) {
      const sent = { traceId, spanId, isCall: parentSpanId !== undefined };
      this.acknowledged.set(keyOf(sent), sent);
    }
  }

  /** An agent that repeats what its calls use, and the calls, in any order. */
  #trace(): OtlpSpan[] {
    const traceId = (++this.#ids).toString(16).padStart(32, 'a');
    const calls = 1 + Math.floor(this.#chance.next() * CALLS_AT_MOST);
    const startNs = NEWEST_NS - BigInt(Math.floor(this.#chance.next() * DAYS)) * DAY_NS;
    const spans = Array.from({ length: calls + 1 }, (_, n): OtlpSpan => {
      const own = {
        traceId,
        spanId: (n + 1).toString(16).padStart(16, '0'),
        startNs: startNs + BigInt(n),
        endNs: startNs + 1_000_000n,
      };
      const usage = { 'gen_ai.usage.input_tokens': TOKENS_A_CALL * (n === 0 ? calls : 1) };
      return n === 0
        ? { ...own, name: 'agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage } }
        : {
            ...own,
            name: 'call',
            parentSpanId: '1'.padStart(16, '0'),
            attributes: {
              ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4.1', ...usage },
              'gen_ai.input.messages': JSON.stringify([
                { role: 'user', parts: [{ type: 'text', content: textOf(keyOf(own)) }] },
              ]),
            },
          };
    });
    return spans
      .map((span) => [this.#chance.next(), span] as const)
      .sort(([a], [b]) => a - b)
      .map(([, span]) => span);
  }
}
