import type { ExchangeRate, ModelPrice, PriceOverride } from '../api/prices.ts';
import { catalogue, type ListedModel, type Period, REGION_MARK } from './catalogue.ts';
import { CATALOGUE_VERSION } from './generated/catalogue.ts';
import { matchModel, sellerNamed } from './match.ts';
import { spellings } from './names.ts';
import { type Edition, inDollars, type OwnPrices, ownPriceId, ownPrices } from './own-prices.ts';
import { type Rates, ratesOf } from './rates.ts';
import { type Region, regionNamed, regionsAround } from './region.ts';
import { type InRegion, inRegion } from './region-prices.ts';
import { ratesAtTier } from './service-tier.ts';
import { SERVICE_TIERS, type ServiceTier } from './tiers.ts';

/** A price at one moment. */
export interface AppliedPrice {
  id: string;
  /** Which edition of the price: that of the catalogue, or when the project last set it. */
  version: string;
  /** ISO 4217. */
  currency: string;
  rates: Rates;
}

export interface PriceBook {
  /**
   * The price of a model at a time, a tier and in a region ('' where nothing tells), or undefined when unknown. Cached: cheap
   * for every span.
   */
  find(
    provider: string,
    model: string,
    atNs: bigint,
    tier?: ServiceTier,
    region?: Region,
  ): AppliedPrice | undefined;
  readonly overrides: readonly PriceOverride[];
}

interface DatedPrice {
  fromNs: bigint;
  /** Seconds of the day in UTC, [start, end); start > end spans midnight. */
  daily: readonly [number, number] | undefined;
  /** By tier. Of what a project set itself, the one price holds for all tiers. */
  prices: ReadonlyMap<ServiceTier, AppliedPrice>;
}

interface Priced extends Edition {
  id: string;
  region: Region;
  /** What is charged in the region, from what is listed. */
  there: InRegion;
  /** What is charged at a tier, from what is charged at the standard one. */
  atTier: (rates: Rates, tier: ServiceTier) => Rates | undefined;
}

/** Distinct models of providers in regions remembered; beyond, the memory starts anew, so names sent in bad faith cost only time. */
const REMEMBERED = 4096;
const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

/** Of a time of the day as price lists have it. */
export const secondsOfDay = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace('Z', '').split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
};

const startNs = (date: string | undefined): bigint =>
  date === undefined ? 0n : BigInt(Date.parse(`${date}T00:00:00Z`)) * 1_000_000n;

const within = ([start, end]: readonly [number, number], second: number): boolean =>
  end < start ? second >= start || second < end : second >= start && second < end;

function datedPrice({ id, version, period, region, there, atTier }: Priced): DatedPrice {
  const listed = ratesOf(period);
  const holds = (period.from ?? '') >= (there.from ?? '');
  const standard = holds && listed ? there.rates(listed) : listed;
  const dated = period.from ? `${id}@${period.from}` : id;
  const placed = standard === listed ? dated : `${dated}${REGION_MARK}${region}`;
  const prices = new Map<ServiceTier, AppliedPrice>();
  for (const tier of standard ? SERVICE_TIERS : []) {
    const rates = standard && atTier(standard, tier);
    const name = rates === standard ? placed : `${placed}#${tier}`;
    if (rates) prices.set(tier, { id: name, version, currency: 'USD', rates });
  }
  const { daily } = period;
  return {
    fromNs: startNs(period.from),
    daily: daily && [secondsOfDay(daily[0]), secondsOfDay(daily[1])],
    prices,
  };
}

/** What is listed for that time; of the latest first. */
const holdsAt = (dated: readonly DatedPrice[], atNs: bigint): DatedPrice | undefined =>
  dated.find(
    ({ fromNs, daily }) =>
      atNs >= fromNs && (!daily || within(daily, Number((atNs / NS_PER_SECOND) % SECONDS_PER_DAY))),
  );

/**
 * About what a currency of the catalogue is worth, for projects that set no rate of their own: enough to see where money
 * goes, not to book it. Spans priced so say it in the edition of their price.
 */
const REFERENCE: readonly ExchangeRate[] = [{ currency: 'CNY', from: 'reference', usd: '0.14' }];

/** A listed period in dollars. */
function listedEditions(
  { currency }: ListedModel,
  period: Period,
  until: string | undefined,
  exchange: readonly ExchangeRate[],
): Edition[] {
  if (currency === 'USD') return [{ period, version: CATALOGUE_VERSION }];
  const rates = exchange.some((rate) => rate.currency === currency) ? exchange : REFERENCE;
  return inDollars({ ...period, currency }, CATALOGUE_VERSION, until, rates);
}

/** The same periods, with one that begins on that day: what held then goes on from there. */
function cutAt(periods: readonly Period[], day: string | undefined): readonly Period[] {
  const startOf = ({ from = '' }: Period) => from;
  if (day === undefined || periods.some((period) => startOf(period) === day)) return periods;
  const earlier = periods.filter((period) => startOf(period) < day);
  const holding = earlier.filter((period) => startOf(period) === startOf(earlier.at(-1) ?? {}));
  return [
    ...earlier,
    ...holding.map((period) => ({ ...period, from: day })),
    ...periods.slice(earlier.length),
  ];
}

/** What is known of a model in a region, the latest first: what the project set, which holds from its day on, and what is listed. */
interface Known {
  own: readonly DatedPrice[];
  listed: readonly DatedPrice[];
}

/**
 * The catalogue, with a project's own prices before it. An override without a provider holds for every provider;
 * one for `gpt-4o` also holds for `gpt-4o-2024-08-06` unless that has its own. Before the first day that the catalogue
 * knows, its first price holds.
 */
export function createPriceBook({ overrides = [], exchange = [] }: Partial<OwnPrices> = {}): PriceBook {
  const own = new Map<string, DatedPrice[]>();
  const ownKey = (provider: string, model: string, region: Region) =>
    `${provider.toLowerCase()}\n${model.toLowerCase()}\n${region}`;
  const anywhere: Pick<Priced, 'region' | 'there' | 'atTier'> = {
    region: '',
    there: { rates: (rates) => rates },
    atTier: (rates) => rates,
  };
  for (const { provider, model, region, editions } of ownPrices({ overrides, exchange })) {
    const id = ownPriceId({ provider, model, region });
    const prices = editions.map((edition) => datedPrice({ id, ...edition, ...anywhere }));
    own.set(ownKey(provider, model, region), prices.reverse());
  }
  /** For the region itself, then for what it lies in, then for everywhere. */
  const overridden = (provider: string, model: string, region: Region): DatedPrice[] => {
    if (own.size === 0) return [];
    for (const name of spellings(model.toLowerCase())) {
      const prices = [...new Set([...regionsAround(region), ''])].flatMap(
        (place) => own.get(ownKey(provider, name, place)) ?? own.get(ownKey('', name, place)) ?? [],
      );
      if (prices.length > 0) return prices;
    }
    return [];
  };
  const listed = (provider: string, model: string, region: Region): DatedPrice[] => {
    const match = matchModel(provider, model, region);
    if (!match) return [];
    const seller = sellerNamed(provider, model);
    const sale = { seller, provider: match.provider, model: match.model.toLowerCase() };
    const there = match.region === undefined ? inRegion(region, sale) : anywhere.there;
    const periods = cutAt(match.periods, there.from);
    return periods
      .flatMap((period, i) => listedEditions(match, period, periods[i + 1]?.from, exchange))
      .map((edition) =>
        datedPrice({
          ...{ id: match.id, ...edition, region, there },
          atTier: (rates, tier) => ratesAtTier(rates, tier, match),
        }),
      )
      .reverse();
  };

  const regions = new Map<Region, Map<string, Map<string, Known>>>();
  const nowhere = new Map<string, Map<string, Known>>();
  let remembered = 0;
  const look = (provider: string, model: string, told: Region): Known => {
    const inName = regionNamed(model.trim().toLowerCase());
    const name = inName?.model ?? model;
    // A profile of several regions costs what the one costs in which it is asked.
    const region = inName && !regionsAround(told).includes(inName.region) ? inName.region : told;
    const found = { own: overridden(provider, name, region), listed: listed(provider, name, region) };
    if (remembered >= REMEMBERED) {
      nowhere.clear();
      regions.clear();
      remembered = 0;
    }
    const providers = told === '' ? nowhere : (regions.get(told) ?? new Map<string, Map<string, Known>>());
    if (told !== '') regions.set(told, providers);
    const models = providers.get(provider) ?? new Map<string, Known>();
    providers.set(provider, models.set(model, found));
    remembered += 1;
    return found;
  };

  return {
    overrides,
    find(provider, model, atNs, tier = 'standard', region = '') {
      if (model === '' || model.length > 256 || provider.length > 256) return undefined;
      const providers = region === '' ? nowhere : regions.get(region);
      const { own, listed } = providers?.get(provider)?.get(model) ?? look(provider, model, region);
      const price = holdsAt(own, atNs) ?? holdsAt(listed, atNs) ?? listed.at(-1);
      return price?.prices.get(tier);
    },
  };
}

function listedPrice(
  { id, provider, model, region, currency, periods }: ListedModel,
  atNs: bigint,
): ModelPrice | undefined {
  const period = periods.findLast((one) => one.daily === undefined && startNs(one.from) <= atNs);
  if (period?.input === undefined && period?.output === undefined) return undefined;
  const { daily: _daily, ...rates } = period;
  const place = region === undefined ? {} : { region };
  return { id, source: 'catalogue', provider, model, ...place, currency, ...rates };
}

/** The price list as a page shows it: the project's own first, then the catalogue as it holds at that time. */
export function listPrices(book: PriceBook, atNs: bigint): ModelPrice[] {
  const own = book.overrides.map(
    ({ updatedAt: _at, ...price }): ModelPrice => ({
      ...price,
      id: ownPriceId(price),
      source: 'project',
    }),
  );
  const listed = [...catalogue().values()].flatMap(({ models }) => models);
  return [...own, ...listed.flatMap((model) => listedPrice(model, atNs) ?? [])];
}
