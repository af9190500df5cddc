import type { Assumption } from '../api/what-if.ts';
import type { AppliedPrice } from '../pricing/price-book.ts';
import { assumption } from './assumptions.ts';
import { chargesWrites } from './changes.ts';
import type { Flow } from './traffic.ts';

type About = Parameters<typeof assumption>;

/** What is worth saying of the prices that were applied. */
export class PriceNotes {
  #measured = false;
  #clientCalls = 0n;
  readonly #notes = new Map<string, Assumption>();

  /** Without a price what was measured was taken. */
  add({ model, group, tokens }: Flow, price: AppliedPrice | undefined): void {
    if (group.priced === 'client') this.#clientCalls += group.calls;
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
    return [
      ...this.#notes.values(),
      ...(this.#clientCalls > 0n ? [assumption('clientPrices', { calls: String(this.#clientCalls) })] : []),
      ...(this.#measured ? [assumption('asMeasured')] : []),
    ];
  }

  #note(name: About[0], values: { model: string; currency?: string }): void {
    const key = `${name} ${values.model}`;
    if (!this.#notes.has(key)) this.#notes.set(key, assumption(name, values));
  }
}
