import { catalogue, type ListedModel, type ListedProvider } from './catalogue.ts';
import {
  LOCAL,
  MARKET,
  MARKET_VENDORS,
  makerOf,
  PASS_THROUGH,
  providerNamed,
  SISTER_LISTS,
  spellings,
} from './names.ts';

const LONGEST_NAME = 256;

/** How the catalogue calls a provider that is reported by that lower-case name; undefined when it has none such. */
export function canonicalProvider(name: string): string | undefined {
  const known = providerNamed(name);
  if (known) return known;
  if (catalogue().has(name)) return name;
  for (const provider of catalogue().values()) if (provider.isNamed(name)) return provider.id;
  return undefined;
}

function inList(provider: ListedProvider | undefined, names: readonly string[]): ListedModel | undefined {
  if (!provider) return undefined;
  for (const name of names) {
    const model = provider.find(name);
    if (model) return model;
  }
  for (const seller of provider.sells) {
    const model = inList(catalogue().get(seller), names);
    if (model) return model;
  }
  return undefined;
}

function fromMaker(maker: string, names: readonly string[]): ListedModel | undefined {
  const vendor = MARKET_VENDORS[maker];
  return (
    inList(catalogue().get(maker), names) ??
    inList(catalogue().get(SISTER_LISTS[maker] ?? ''), names) ??
    (vendor === undefined
      ? undefined
      : inList(
          catalogue().get(MARKET),
          names.map((name) => `${vendor}/${name}`),
        ))
  );
}

const claimant = (model: string): string | undefined => {
  for (const provider of catalogue().values()) if (provider.claims(model)) return provider.id;
  return undefined;
};

let bareNames: Map<string, ListedModel | undefined> | undefined;

/** A model that is listed once, or by everyone at the same price. */
function onlyListing(name: string): ListedModel | undefined {
  if (!bareNames) {
    bareNames = new Map();
    const prices = (model: ListedModel) => JSON.stringify(model.periods);
    for (const provider of catalogue().values()) {
      for (const model of provider.models) {
        if (model.periods.length === 0) continue;
        const bare = model.model.toLowerCase().split('/').at(-1) ?? '';
        const seen = bareNames.get(bare);
        if (!bareNames.has(bare)) bareNames.set(bare, model);
        else if (seen && prices(seen) !== prices(model)) bareNames.set(bare, undefined);
      }
    }
  }
  return bareNames.get(name);
}

function resolve(provider: string, model: string, depth: number): ListedModel | undefined {
  // Fine-tuned models cost more than their base and have no public price.
  if (model.startsWith('ft:')) return undefined;
  const reported = provider === '' ? undefined : canonicalProvider(provider);
  if (reported === LOCAL) return undefined;
  const names = spellings(model);
  const direct = reported ? inList(catalogue().get(reported), names) : undefined;
  if (direct) return direct;

  const open = reported === undefined || PASS_THROUGH.has(reported);
  const slash = model.indexOf('/');
  if (slash > 0 && depth < 3) {
    const vendor = canonicalProvider(model.slice(0, slash));
    if (vendor === LOCAL) return undefined;
    if (vendor !== undefined && (open || vendor === reported)) {
      const within = resolve(vendor, model.slice(slash + 1), depth + 1);
      if (within) return within;
    }
  }
  if (reported !== undefined && !PASS_THROUGH.has(reported)) return fromMaker(reported, names);
  for (const name of names) {
    const maker = makerOf(name) ?? claimant(name);
    const made = maker ? fromMaker(maker, [name]) : undefined;
    if (made) return made;
  }
  if (reported !== undefined) return undefined;
  for (const name of names) {
    const only = inList(catalogue().get(MARKET), [name]) ?? onlyListing(name);
    if (only) return only;
  }
  return undefined;
}

/**
 * The listed model that a span means by (provider, model), or undefined when nothing fits or several would at
 * different prices. Costs some microseconds: cache it.
 */
export function matchModel(provider: string, model: string): ListedModel | undefined {
  if (model === '' || model.length > LONGEST_NAME || provider.length > LONGEST_NAME) return undefined;
  return resolve(provider.trim().toLowerCase(), model.trim().toLowerCase(), 0);
}
