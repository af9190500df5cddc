import type { Left } from '../api/what-if.ts';
import { formatDecimal } from '../pricing/decimal.ts';
import { rounded } from './fraction.ts';
import type { Charged } from './price-flow.ts';
import type { Flow } from './traffic.ts';

interface LeftSums extends Pick<Left, 'reason' | 'provider' | 'model' | 'bucket'> {
  calls: bigint;
  tokens: bigint;
  before: bigint | undefined;
  after: bigint | undefined;
}

/** Calls that cannot be compared, by model and reason, in units of the scale: what they cost in 10^-12 USD, what they would cost in 10^-15. */
export class LeftOver {
  readonly #all = new Map<string, LeftSums>();
  readonly #scale: bigint;

  constructor(scale: bigint) {
    this.#scale = scale;
  }

  add(
    { provider, model, group, share, tokens }: Flow,
    why: Pick<Left, 'reason' | 'bucket'>,
    before: bigint | undefined,
    priced: Pick<Charged, 'cost'> | undefined,
  ): void {
    let after = priced && 0n;
    for (const amount of priced?.cost.values() ?? []) after = (after ?? 0n) + amount;
    const sides = `${before === undefined} ${after === undefined}`;
    const key = [why.reason, provider, model, why.bucket ?? '', sides].join('\n');
    const known = this.#all.get(key) ?? {
      ...why,
      provider,
      model,
      ...{ calls: 0n, tokens: 0n, before, after },
    };
    if (this.#all.has(key)) {
      if (known.before !== undefined) known.before += before ?? 0n;
      if (known.after !== undefined) known.after += after ?? 0n;
    }
    known.calls += group.calls * share;
    for (const [bucket, amount] of tokens) if (bucket !== 'searchUnits') known.tokens += amount;
    this.#all.set(key, known);
  }

  /** The most calls first. */
  told(): Left[] {
    const pico = (amount: bigint, each: bigint) => formatDecimal(rounded(amount, this.#scale * each));
    const most = [...this.#all].sort(([a, one], [b, other]) =>
      one.calls === other.calls ? (a < b ? -1 : 1) : one.calls > other.calls ? -1 : 1,
    );
    return most.map(([, { calls, tokens, before, after, reason, provider, model, bucket }]) => ({
      ...{ reason, provider, model },
      ...(bucket && { bucket }),
      calls: Number(rounded(calls, this.#scale)),
      tokens: Number(rounded(tokens, this.#scale)),
      ...(before !== undefined && { before: pico(before, 1n) }),
      ...(after !== undefined && { after: pico(after, 1000n) }),
    }));
  }
}
