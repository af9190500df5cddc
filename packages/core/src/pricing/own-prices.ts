import { type ExchangeRate, PRICED_UNITS, type PriceOverride } from '../api/prices.ts';
import { type ListedRate, type Period, REGION_MARK } from './catalogue.ts';
import { formatDecimal, multiplied, ONE, parseDecimal } from './decimal.ts';
import { ratesByDay } from './exchange.ts';

/** What a project set itself. */
export interface OwnPrices {
  overrides: readonly PriceOverride[];
  exchange: readonly ExchangeRate[];
}

/** A price in US dollars for a time, and its edition: when it was set, and the day of the exchange rate if there is one. */
export interface Edition {
  period: Period;
  version: string;
}

/** All that a project set for a model, the earliest first. */
interface OwnPrice {
  provider: string;
  model: string;
  /** '' for everywhere. */
  region: string;
  editions: Edition[];
}

/** A day before all others. */
const ALWAYS = '';

export function ownPriceId({
  provider,
  model,
  region,
}: Pick<PriceOverride, 'provider' | 'model' | 'region'>): string {
  const id = `project/${provider === '' ? model : `${provider}/${model}`}`;
  return region ? `${id}${REGION_MARK}${region}` : id;
}

/** What a project set, as periods in US dollars: a period ends where a new price or a new exchange rate begins. */
export function ownPrices({ overrides, exchange }: OwnPrices): OwnPrice[] {
  const models = new Map<string, PriceOverride[]>();
  for (const override of overrides) {
    const key = ownPriceId(override).toLowerCase();
    models.set(key, [...(models.get(key) ?? []), override]);
  }
  return [...models.values()].map((prices) => {
    const sorted = prices.toSorted((a, b) => ((a.from ?? ALWAYS) < (b.from ?? ALWAYS) ? -1 : 1));
    const editions = sorted.flatMap((price, i) =>
      inDollars(price, price.updatedAt, sorted[i + 1]?.from, exchange),
    );
    const [{ provider, model, region = '' } = { provider: '', model: '' }] = sorted;
    return { provider, model, region, editions };
  });
}

/** One price, cut where its currency changes its worth; without any rate for the currency it is not known. */
export function inDollars(
  price: Pick<PriceOverride, 'from' | 'currency' | (typeof PRICED_UNITS)[number]>,
  version: string,
  until: string | undefined,
  exchange: readonly ExchangeRate[],
): Edition[] {
  const from = price.from ?? ALWAYS;
  if (price.currency === 'USD') return [{ period: periodOf(price, from, ONE), version }];
  const atStart = ratesByDay(exchange)(price.currency, from);
  if (!atStart) return [{ period: dated(from), version }];
  const isLater = (worth: ExchangeRate) =>
    worth !== atStart && worth.from > from && (until === undefined || worth.from < until);
  const later = exchange
    .filter((worth) => worth.currency === price.currency && isLater(worth))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const begins = [{ at: from, worth: atStart }, ...later.map((worth) => ({ at: worth.from, worth }))];
  return begins.map(({ at, worth }) => ({
    period: periodOf(price, at, parseDecimal(worth.usd) ?? 0n),
    version: `${version} ${price.currency}@${worth.from}`,
  }));
}

const dated = (from: string): Period => (from === ALWAYS ? {} : { from });

/** `worth` of one unit of the price's currency in dollars, scaled by 10^12. */
function periodOf(
  price: Pick<PriceOverride, (typeof PRICED_UNITS)[number]>,
  from: string,
  worth: bigint,
): Period {
  const period = dated(from);
  const times = (amount: string) =>
    worth === ONE ? amount : formatDecimal(multiplied(parseDecimal(amount) ?? 0n, worth));
  for (const unit of PRICED_UNITS) {
    const rate = price[unit];
    if (rate !== undefined) period[unit] = converted(rate, times);
  }
  return period;
}

function converted(rate: ListedRate, times: (amount: string) => string): ListedRate {
  if (typeof rate === 'string') return times(rate);
  const [base, ...tiers] = rate;
  return [times(base), ...tiers.map(([above, amount]): [number, string] => [above, times(amount)])];
}
