import type { UsageBucket } from '../usage.ts';
import { CORRECTED_PRICES } from './corrections.ts';
import { CATALOGUE_LINES } from './generated/catalogue.ts';
import { HOME_AND_ABROAD } from './home-and-abroad.ts';
import type { Region } from './region.ts';
import { YUAN_PRICES, type YuanModel } from './yuan-prices.ts';

/** USD per million tokens (per thousand for `searchUnits` and `request`); a list is a base with [above n input tokens, rate]. */
export type ListedRate = string | [base: string, ...tiers: [above: number, rate: string][]];
export type PricedUnit = UsageBucket | 'request';

/** Rates from a date on, or within a daily window in UTC. Of those that apply, the last listed one holds. */
export interface Period extends Partial<Record<PricedUnit, ListedRate>> {
  from?: string;
  daily?: [start: string, end: string];
}

type Test = 'equals' | 'starts_with' | 'ends_with' | 'contains' | 'regex';
type Rule = [test: Test, text: string] | { all: (Rule | Rule[])[] };

export interface ListedModel {
  /** `provider/model`, with `#region` where the list holds for one. */
  id: string;
  provider: string;
  model: string;
  /** For which the list holds; absent: for wherever no other list does. */
  region?: Region;
  /** ISO 4217, in which its rates are. */
  currency: string;
  periods: Period[];
}

export interface ListedProvider {
  id: string;
  /** Is this how somebody writes the provider's name? */
  isNamed(name: string): boolean;
  /** Does the provider make models of that name? */
  claims(model: string): boolean;
  /** Providers whose models it sells at their price. */
  sells: readonly string[];
  models: readonly ListedModel[];
  /** The first model whose rules fit the lower-case name, or the one that is listed by it. */
  find(model: string): ListedModel | undefined;
}

const TESTS: Record<Test, (text: string) => (name: string) => boolean> = {
  equals: (text) => (name) => name === text,
  starts_with: (text) => (name) => name.startsWith(text),
  ends_with: (text) => (name) => name.endsWith(text),
  contains: (text) => (name) => name.includes(text),
  regex: (text) => {
    const pattern = new RegExp(text);
    return (name) => pattern.test(name);
  },
};

const isTest = (rule: Rule | Rule[]): rule is [Test, string] =>
  Array.isArray(rule) && typeof rule[0] === 'string';

function tester(rule: Rule | Rule[]): (name: string) => boolean {
  if (isTest(rule)) return TESTS[rule[0]](rule[1]);
  if (Array.isArray(rule)) {
    const any = rule.map(tester);
    return (name) => any.some((fits) => fits(name));
  }
  const all = rule.all.map(tester);
  return (name) => all.every((fits) => fits(name));
}

interface ProviderLine {
  provider: string;
  names?: Rule[];
  claims?: Rule[];
  sells?: string[];
}
/** A model as a list has it; the first one whose rules fit a name is meant. */
export interface ModelLine {
  model: string;
  /** Absent: USD. */
  currency?: string;
  is?: Rule[];
  prices: Period[];
}

const never = () => false;

/** Before the region in the id of a list, and of a price. */
export const REGION_MARK = '#';

function listedProvider(line: ProviderLine, lines: ModelLine[]): ListedProvider {
  const [provider = '', region] = line.provider.split(REGION_MARK);
  const models: ListedModel[] = [];
  const exact = new Map<string, number>();
  const byId = new Map<string, ListedModel>();
  const patterns: { at: number; fits: (name: string) => boolean }[] = [];
  for (const [at, { model, is, prices, currency = 'USD' }] of lines.entries()) {
    const listed: ListedModel = {
      id: region === undefined ? `${provider}/${model}` : `${provider}/${model}${REGION_MARK}${region}`,
      provider,
      model,
      ...(region === undefined ? {} : { region }),
      currency,
      periods: prices,
    };
    models.push(listed);
    byId.set(model.toLowerCase(), listed);
    const rest: Rule[] = [];
    for (const rule of is ?? [['equals', model.toLowerCase()] satisfies Rule]) {
      if (!isTest(rule) || rule[0] !== 'equals') rest.push(rule);
      else if (!exact.has(rule[1])) exact.set(rule[1], at);
    }
    if (rest.length > 0) patterns.push({ at, fits: tester(rest) });
  }
  return {
    id: line.provider,
    isNamed: line.names ? tester(line.names) : never,
    claims: line.claims ? tester(line.claims) : never,
    sells: line.sells ?? [],
    models,
    find(name) {
      const known = exact.get(name) ?? models.length;
      const earlier = patterns.find(({ at, fits }) => at < known && fits(name));
      return models[earlier?.at ?? known] ?? byId.get(name);
    },
  };
}

let providers: ReadonlyMap<string, ListedProvider> | undefined;

/** The price list shipped with this version, by provider; read on first use and shared. */
export function catalogue(): ReadonlyMap<string, ListedProvider> {
  if (providers) return providers;
  const lists = new Map<string, { line: ProviderLine; models: ModelLine[] }>();
  let current: ModelLine[] = [];
  for (const text of CATALOGUE_LINES.split('\n')) {
    const line = JSON.parse(text) as ProviderLine | ModelLine;
    if ('provider' in line) {
      current = [];
      lists.set(line.provider, { line, models: current });
    } else {
      current.push(line);
    }
  }
  const listOf = (provider: string) => lists.get(provider) ?? { line: { provider }, models: [] };
  for (const [provider, models] of Object.entries(YUAN_PRICES)) {
    const list = listOf(provider);
    lists.set(provider, { ...list, models: [...list.models, ...models.map(yuanLine)] });
  }
  for (const [provider, models] of Object.entries(HOME_AND_ABROAD)) {
    lists.set(provider, { line: { provider }, models: [...models] });
  }
  for (const [provider, models] of Object.entries(CORRECTED_PRICES)) {
    const list = listOf(provider);
    const corrected = new Set(models.map(({ model }) => model));
    lists.set(provider, {
      ...list,
      models: [...models, ...list.models.filter(({ model }) => !corrected.has(model))],
    });
  }
  providers = new Map(
    [...lists].map(([provider, { line, models }]) => [provider, listedProvider(line, models)]),
  );
  return providers;
}

const yuanLine = ({ model, aliases = [], prices }: YuanModel): ModelLine => ({
  model,
  currency: 'CNY',
  is: [model, ...aliases].map((name): Rule => ['equals', name]),
  prices: [prices],
});
