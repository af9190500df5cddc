import type { PricedUnit } from './catalogue.ts';
import { BEDROCK_REGIONS } from './generated/bedrock-regions.ts';
import { type Proportion, proportion, type Rates, scaledRates } from './rates.ts';
import { type Region, regionsAround } from './region.ts';

/**
 * What a list of prices says of a model in regions where it costs more: for a bucket the price there and the one where it is
 * cheapest, in the same list. As of service tiers, their proportion is what counts. Buckets that are not listed change as `input` does.
 */
export type ListedRegions = Readonly<
  Record<Region, Partial<Record<PricedUnit, [there: string, base: string]>>>
>;

/** Where a model is sold: who sells it, if that is told, and the list and the name by which it is priced. */
export interface Sale {
  seller: string | undefined;
  provider: string;
  model: string;
}

/** What regions other than `global` do to all prices of a kind. The first rule that fits decides. */
interface RegionRule {
  fits: (sale: Sale) => boolean;
  regions: RegExp;
  /** Of the listed price; undefined: it differs, and no list says how. */
  share: Proportion | undefined;
  /** A day in UTC. */
  from?: string;
}

const ANYWHERE = /^/;
const GOVERNMENT = /^us-gov/;
const SAME = proportion(1, 1);
const TENTH_MORE = proportion(11, 10);

const CLAUDE = /claude/;
/** Those that came before regions had a price of their own, which began with Sonnet 4.5. */
const OLD_CLAUDE =
  /claude-(v?[123]|instant)|claude-(opus|sonnet)-4(-[01])?(-20\d{6}|-v1|@|:|$)|claude-4-(opus|sonnet)/;

const RULES: readonly RegionRule[] = [
  // Bedrock lists Claude by regions already, at a tenth more than behind `global.`; GovCloud costs a fifth more. LiteLLM of 2026-07-24.
  {
    fits: ({ provider, model }) => provider === 'aws' && CLAUDE.test(model) && !OLD_CLAUDE.test(model),
    regions: GOVERNMENT,
    share: proportion(12, 11),
  },
  { fits: ({ model }) => CLAUDE.test(model), regions: GOVERNMENT, share: proportion(12, 10) },
  { fits: ({ provider }) => provider === 'aws', regions: ANYWHERE, share: SAME },
  // platform.claude.com/docs/en/about-claude/pricing, a copy of 2026-09: regional and multi-region endpoints of clouds from Sonnet 4.5
  // on, and `inference_geo: us` of the maker from Opus 4.6 on, all kinds of tokens. What Foundry asks in a data zone it does not say.
  { fits: ({ model }) => OLD_CLAUDE.test(model), regions: ANYWHERE, share: SAME },
  {
    fits: ({ seller, model }) => seller === 'azure' && CLAUDE.test(model),
    regions: ANYWHERE,
    share: undefined,
  },
  {
    fits: ({ provider, model }) => CLAUDE.test(model) && (provider === 'anthropic' || provider === 'google'),
    regions: ANYWHERE,
    share: TENTH_MORE,
  },
  // cloud.google.com/vertex-ai/generative-ai/pricing, a copy of 2026-09: endpoints that are not global, of Gemini 3 and later.
  {
    fits: ({ provider, model }) => provider === 'google' && /^gemini-[3-9](?!.*preview)/.test(model),
    regions: ANYWHERE,
    share: TENTH_MORE,
    from: '2026-07-01',
  },
  // prices.azure.com/api/retail/prices as LiteLLM of 2026-07-24 has it: a data zone costs a tenth more. Single regions differ by model.
  {
    fits: ({ seller, model }) => seller === 'azure' && /^(gpt-|o\d|codex)/.test(model),
    regions: /^(us|eu)$/,
    share: TENTH_MORE,
  },
  { fits: ({ seller }) => seller === 'azure', regions: ANYWHERE, share: undefined },
  // developers.openai.com/api/docs/guides/data-residency, a copy of 2026-10: models that came out on 2026-03-05 or later.
  {
    fits: ({ provider, model }) =>
      provider === 'openai' && /^gpt-(5\.[4-9]|[6-9]|realtime-2)|^codex-auto-review/.test(model),
    regions: /^[a-z]{2}$/,
    share: TENTH_MORE,
  },
];

/** What a region makes of the rates of a list. */
export interface InRegion {
  /** The same object where the price does not differ; undefined where it differs and no list says how. */
  rates(standard: Rates): Rates | undefined;
  /** A day in UTC from which it holds; before it, the list's own price does. */
  from?: string;
}

const UNCHANGED: InRegion = { rates: (standard) => standard };
const UNKNOWN: InRegion = { rates: () => undefined };

const byRule = ({ share, from }: RegionRule): InRegion => {
  if (share === SAME) return UNCHANGED;
  if (share === undefined) return UNKNOWN;
  return {
    rates: (standard) => scaledRates(standard, () => share),
    ...(from === undefined ? {} : { from }),
  };
};

/** Listed for the region or the area it lies in. Where a list has only other regions of the area, nobody knows. */
function byList(listed: ListedRegions, region: Region): InRegion {
  const around = regionsAround(region);
  const there = around.map((name) => (Object.hasOwn(listed, name) ? listed[name] : undefined)).find(Boolean);
  if (there) {
    const shareOf = (unit: PricedUnit): Proportion => {
      const [price, base] = there[unit] ?? there.input ?? ['1', '1'];
      return proportion(price, base);
    };
    return { rates: (standard) => scaledRates(standard, shareOf) };
  }
  const area = around.at(-1);
  return Object.keys(listed).some((other) => regionsAround(other).at(-1) === area) ? UNKNOWN : UNCHANGED;
}

/** How a model is charged in a region, compared with what its list says. '' changes nothing. */
export function inRegion(region: Region, sale: Sale): InRegion {
  if (region === '' || region === 'global') return UNCHANGED;
  const listed = sale.provider === 'aws' ? BEDROCK_REGIONS[sale.model] : undefined;
  if (listed) return byList(listed, region);
  const rule = RULES.find(({ fits, regions }) => fits(sale) && regions.test(region));
  return rule ? byRule(rule) : UNCHANGED;
}
