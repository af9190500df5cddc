import type { OwnPrices } from '@pharos/core/pricing/own-prices';
import { createPriceBook, type PriceBook } from '@pharos/core/pricing/price-book';
import type { Clock } from '@pharos/core/time';
import { remember } from '../../store/records/remembered.ts';
import type { Records } from '../../store/records/tables.ts';
import { exchangeRatesOf, overridesOf } from './queries.ts';

/** The prices that a project set itself, as whoever prices spans needs them: at once, for every request. */
export interface PriceOverrides {
  of(projectId: string): Promise<OwnPrices>;
  /** They and the catalogue; made once for as long as they are remembered. */
  book(projectId: string): Promise<PriceBook>;
  /** To be called when the project's prices were changed. */
  forget(projectId: string): void;
}

const NONE: OwnPrices = { overrides: [], exchange: [] };

/** What a project set itself, read now. */
export async function ownPricesOf(records: Records, projectId: string): Promise<OwnPrices> {
  const [overrides, exchange] = await Promise.all([
    overridesOf(records, projectId),
    exchangeRatesOf(records, projectId),
  ]);
  return { overrides, exchange };
}

/** Remembers each project's prices for 30 s; the object stays the same in between. */
export function createPriceOverrides(records: Records, clock: Clock): PriceOverrides {
  const known = remember(clock, (projectId) => ownPricesOf(records, projectId));
  const of = async (projectId: string) => (await known.of(projectId)) ?? NONE;
  const books = new WeakMap<OwnPrices, PriceBook>();
  return {
    of,
    async book(projectId) {
      const prices = await of(projectId);
      const book = books.get(prices) ?? createPriceBook(prices);
      books.set(prices, book);
      return book;
    },
    forget: known.forget,
  };
}
