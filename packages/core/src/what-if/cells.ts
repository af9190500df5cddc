import { COST_BUCKETS, type CostBucket, type Spent } from '../api/what-if.ts';
import { formatDecimal } from '../pricing/decimal.ts';
import { rounded } from './fraction.ts';
import type { Charged } from './price-flow.ts';
import { PROMPT_BUCKETS } from './traffic.ts';

interface Sums {
  cost: bigint;
  tokens: bigint;
}

/** Of all buckets together. */
interface Total extends Sums {
  /** Tokens that went in, and those of them that were read from a cache. */
  prompt: bigint;
  cached: bigint;
}

interface Cell {
  provider: string;
  model: string;
  part: number;
  calls: bigint;
  buckets: Map<CostBucket, Sums>;
}

/** Search units are no tokens; they count as calls of a search do, by their money alone. */
const UNCOUNTED: ReadonlySet<string> = new Set(['searchUnits', 'request', 'other']);

/**
 * Sums by model, stretch of time and bucket. They are exact until all is added; then each is rounded to 10^-12 USD, once, and
 * every total is a sum of these, so that totals agree whichever way they are looked at.
 */
export class Cells {
  readonly #cells = new Map<string, Cell>();
  readonly #scale: bigint;

  constructor(scale: bigint) {
    this.#scale = scale;
  }

  /** Calls, tokens and cost are in units of the scale, the cost in 10^-15 USD. */
  add(of: Pick<Cell, 'provider' | 'model' | 'part'>, calls: bigint, { cost, tokens }: Charged): void {
    const key = `${of.part}\n${of.provider}\n${of.model}`;
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = { provider: of.provider, model: of.model, part: of.part, calls: 0n, buckets: new Map() };
      this.#cells.set(key, cell);
    }
    cell.calls += calls;
    for (const [bucket, amount] of tokens) sumsOf(cell, bucket).tokens += amount;
    for (const [bucket, amount] of cost) sumsOf(cell, bucket).cost += amount;
  }

  #whole(calls: bigint): number {
    return Number(rounded(calls, this.#scale));
  }

  /** `parts`: how many stretches of time there are. Without `inDetail` totals alone. */
  spent(parts: number, inDetail: boolean): Spent {
    const models = new Map<string, { of: Cell; calls: bigint; sums: Total }>();
    const buckets = new Map<CostBucket, Sums>();
    const times = Array<bigint>(parts).fill(0n);
    let calls = 0n;
    const all = nothing();
    for (const cell of this.#cells.values()) {
      const key = `${cell.provider}\n${cell.model}`;
      const model = models.get(key) ?? { of: cell, calls: 0n, sums: nothing() };
      models.set(key, model);
      model.calls += cell.calls;
      calls += cell.calls;
      for (const [bucket, sums] of cell.buckets) {
        const cost = rounded(sums.cost, this.#scale * 1000n);
        const tokens = UNCOUNTED.has(bucket) ? 0n : rounded(sums.tokens, this.#scale);
        const ofBucket = buckets.get(bucket) ?? none();
        buckets.set(bucket, ofBucket);
        for (const sum of [all, model.sums, ofBucket]) {
          sum.cost += cost;
          sum.tokens += tokens;
        }
        for (const sum of [all, model.sums]) {
          if (PROMPT_BUCKETS.has(bucket)) sum.prompt += tokens;
          if (bucket === 'cachedRead') sum.cached += tokens;
        }
        times[cell.part] = (times[cell.part] ?? 0n) + cost;
      }
    }
    const total = {
      cost: formatDecimal(all.cost),
      calls: this.#whole(calls),
      tokens: Number(all.tokens),
      cacheShare: cacheShare(all),
    };
    if (!inDetail) return total;
    let counted = 0n;
    // Halves of calls are rounded where they add up to a whole, so that the models add up to the total.
    const wholeCalls = (own: bigint): number => {
      const before = this.#whole(counted);
      counted += own;
      return this.#whole(counted) - before;
    };
    return {
      ...total,
      byModel: [...models.values()].sort(byCost).map(({ of, calls: own, sums }) => ({
        ...{ provider: of.provider, model: of.model, calls: wholeCalls(own) },
        ...told(sums),
        cacheShare: cacheShare(sums),
      })),
      byBucket: COST_BUCKETS.flatMap((bucket) => {
        const sums = buckets.get(bucket);
        return sums && (sums.cost > 0n || sums.tokens > 0n) ? [{ bucket, ...told(sums) }] : [];
      }),
      byPart: times.map(formatDecimal),
    };
  }
}

const none = (): Sums => ({ cost: 0n, tokens: 0n });
const nothing = (): Total => ({ ...none(), prompt: 0n, cached: 0n });
const cacheShare = ({ prompt, cached }: Total): number | null =>
  prompt === 0n ? null : Number(cached) / Number(prompt);
const told = ({ cost, tokens }: Sums) => ({ tokens: Number(tokens), cost: formatDecimal(cost) });

const byCost = (a: { of: Cell; sums: Sums }, b: { of: Cell; sums: Sums }): number =>
  a.sums.cost === b.sums.cost ? a.of.model.localeCompare(b.of.model) : a.sums.cost > b.sums.cost ? -1 : 1;

function sumsOf(cell: Cell, bucket: CostBucket): Sums {
  const sums = cell.buckets.get(bucket) ?? none();
  cell.buckets.set(bucket, sums);
  return sums;
}
