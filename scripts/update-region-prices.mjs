// Rewrites packages/core/src/pricing/generated/bedrock-regions.ts from a copy of LiteLLM's list of prices (MIT):
// node scripts/update-region-prices.mjs <model_prices_and_context_window.json> <date of that copy>
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/repository.mjs';

const [file, date] = process.argv.slice(2);
if (!file || !date) throw new Error('Name the file and the date of its copy.');

/** Their name of a rate -> ours. */
const RATES = {
  input_cost_per_token: 'input',
  cache_read_input_token_cost: 'cachedRead',
  output_cost_per_token: 'output',
};
/** A model in one region, or behind a profile of several. */
const REGIONAL = [
  /^(?:bedrock\/)?(us-gov|us|eu|apac|jp|au|ca|in)\.(.+)$/,
  /^bedrock\/([a-z]+-(?:gov-)?[a-z]+-\d)\/(.+)$/,
];
/** No region asks more than this: beyond it somebody mistyped. None asks less than the first one. */
const MOST = 4;

const perMillion = (each) => (each * 1e6).toFixed(9).replace(/\.?0+$/, '');
const list = JSON.parse(readFileSync(file, 'utf8'));

function ratesThere(there, base) {
  const rates = {};
  for (const [theirs, ours] of Object.entries(RATES)) {
    const [price, standard] = [there[theirs], base[theirs]];
    if (!price || !standard) continue;
    if (price < standard || price / standard > MOST) return undefined;
    rates[ours] = [perMillion(price), perMillion(standard)];
  }
  const differs = Object.values(rates).some(([price, standard]) => price !== standard);
  return rates.input && differs ? rates : undefined;
}

const models = new Map();
for (const [name, there] of Object.entries(list).sort()) {
  if (!String(there.litellm_provider).startsWith('bedrock')) continue;
  const [, region, model] = REGIONAL.map((pattern) => pattern.exec(name)).find(Boolean) ?? [];
  // Claude has one rule for all its regions, see region-prices.ts.
  if (!model || model.includes('claude') || !list[model]) continue;
  const rates = ratesThere(there, list[model]);
  if (rates) models.set(model, { ...models.get(model), [region]: rates });
}
const lines = [...models]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([model, regions]) => `  '${model.toLowerCase()}': ${JSON.stringify(regions)},`);
writeFileSync(
  inRoot('packages/core/src/pricing/generated/bedrock-regions.ts'),
  `// Written by scripts/update-region-prices.mjs from LiteLLM's model_prices_and_context_window.json of ${date},
// MIT License, Copyright (c) 2023 Berri AI; do not edit.
import type { ListedRegions } from '../region-prices.ts';

/** By model of Bedrock, USD per million tokens in that region and where it is cheapest; regions that are left out cost the latter. */
export const BEDROCK_REGIONS: Readonly<Record<string, ListedRegions>> = {
${lines.join('\n')}
};
`,
);
console.log(`${lines.length} models`);
