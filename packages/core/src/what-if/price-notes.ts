import type { Assumption } from '../api/what-if.ts';
import type { AppliedPrice } from '../pricing/price-book.ts';
import { assumption } from './assumptions.ts';
import { chargesWrites } from './changes.ts';
import { rounded } from './fraction.ts';
import type { Flow } from './traffic.ts';

type About = Parameters<typeof assumption>;

/** What is worth saying of the prices that were applied. */
export class PriceNotes {
  readonly #scale: bigint;
  #measured = false;
  /** In units of the scale: of a call in several flows each has its part. */
  #clientCalls = 0n;
  readonly #notes = new Map<string, Assumption>();

  constructor(scale: bigint) {
    this.#scale = scale;
  }

  /** Without a price what was measured was taken. */
  add({ model, group, share, tokens }: Flow, price: AppliedPrice | undefined): void {
    if (group.priced === 'client') this.#clientCalls += group.calls * share;
    if (!price) {
      this.#measured = true;
      return;
    }
    const { rates, version } = price;
    const has = (bucket: 'cachedRead' | 'cacheWrite' | 'cacheWrite1h') => (tokens.get(bucket) ?? 0n) > 0n;
    if (has('cachedRead') && rates.get('cachedRead')?.base.femto === rates.get('input')?.base.femto)
      this.#note('noCachePrice', { model });
    if ((has('cacheWrite') || has('cacheWrite1h')) && !chargesWrites(price))
      this.#note('freeWrites', { model });
    const currency = / (\w+)@reference$/.exec(version)?.[1];
    if (currency) this.#note('referenceRate', { model, currency });
  }

  told(): Assumption[] {
    const clientCalls = rounded(this.#clientCalls, this.#scale);
    return [
      ...this.#notes.values(),
      ...(clientCalls > 0n ? [assumption('clientPrices', { calls: String(clientCalls) })] : []),
      ...(this.#measured ? [assumption('asMeasured')] : []),
    ];
  }

  #note(name: About[0], values: { model: string; currency?: string }): void {
    const key = `${name} ${values.model}`;
    if (!this.#notes.has(key)) this.#notes.set(key, assumption(name, values));
  }
}
