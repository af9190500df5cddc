import { catalogue, type ListedModel, type ListedProvider } from './catalogue.ts';
import { LISTS_BY_REGION } from './home-and-abroad.ts';
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
import type { Region } from './region.ts';

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
        if (model.periods.length === 0 || model.region !== undefined) continue;
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
  const reported = provider === '' ? undefined : canonicalProvider(provider);
  // A fine-tuned model costs what its host asks for it, which is no price of its base.
  if (model.startsWith('ft:')) {
    return provider === '' || reported === 'openai' ? catalogue().get('openai')?.find(model) : undefined;
  }
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

/** What stands before the first slash of a name. */
const vendorIn = (model: string): string => model.slice(0, Math.max(model.indexOf('/'), 0));

/** Who sells a model that is asked for at its maker, and not at somebody else who has it too. */
function ownSeller(provider: string, model: string): string | undefined {
  const said = [provider, vendorIn(model)].map((name) => (name === '' ? undefined : canonicalProvider(name)));
  const [seller, another] = new Set(said.filter((name) => name !== undefined && name !== 'openai'));
  if (seller === undefined) return spellings(model).map(makerOf).find(Boolean);
  return another === undefined ? seller : undefined;
}

/** Lists that hold in the region where the maker sells by lists of their own; undefined where it does not. */
function listsOf(provider: string, model: string, region: Region): readonly string[] | undefined {
  if (region === '') return undefined;
  const lists = LISTS_BY_REGION[ownSeller(provider, model) ?? ''];
  return lists && Object.hasOwn(lists, region) ? lists[region] : undefined;
}

/** The provider that a reported name or the name of a model says, as the catalogue writes it. */
export const sellerNamed = (provider: string, model: string): string | undefined => {
  const said = provider.trim() || vendorIn(model.trim());
  return said === '' ? undefined : canonicalProvider(said.toLowerCase());
};

/**
 * The listed model that a span means by (provider, model), or undefined when nothing fits or several would at
 * different prices. Where a maker's lists differ by region, only those of the region are asked. Costs some microseconds: cache it.
 */
export function matchModel(provider: string, model: string, region: Region = ''): ListedModel | undefined {
  if (model === '' || model.length > LONGEST_NAME || provider.length > LONGEST_NAME) return undefined;
  const [reported, name] = [provider.trim().toLowerCase(), model.trim().toLowerCase()];
  const lists = listsOf(reported, name, region);
  if (!lists) return resolve(reported, name, 0);
  const names = spellings(name.slice(name.lastIndexOf('/') + 1));
  return lists.map((list) => inList(catalogue().get(list), names)).find(Boolean);
}
