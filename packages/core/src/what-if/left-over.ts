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

type Money = Pick<Charged, 'cost'>;

function sumOf(money: Money | undefined): bigint | undefined {
  if (!money) return undefined;
  let total = 0n;
  for (const amount of money.cost.values()) total += amount;
  return total;
}

/** Calls that cannot be compared, by model and reason; money in 10^-15 USD and units of the scale. */
export class LeftOver {
  readonly #all = new Map<string, LeftSums>();
  readonly #scale: bigint;

  constructor(scale: bigint) {
    this.#scale = scale;
  }

  add(
    { provider, model, group, share, tokens }: Flow,
    why: Pick<Left, 'reason' | 'bucket'>,
    measured: Money | undefined,
    priced: Money | undefined,
  ): void {
    const [before, after] = [sumOf(measured), sumOf(priced)];
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

  told(): Left[] {
    const money = (amount: bigint) => formatDecimal(rounded(amount, this.#scale * 1000n));
    return [...this.#all.values()].map(
      ({ calls, tokens, before, after, reason, provider, model, bucket }) => ({
        ...{ reason, provider, model },
        ...(bucket && { bucket }),
        calls: Number(rounded(calls, this.#scale)),
        tokens: Number(rounded(tokens, this.#scale)),
        ...(before !== undefined && { before: money(before) }),
        ...(after !== undefined && { after: money(after) }),
      }),
    );
  }
}
