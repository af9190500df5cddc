// Rewrites packages/core/src/pricing/generated/service-tiers.ts from a copy of LiteLLM's list of prices (MIT):
// node scripts/update-service-tiers.mjs <model_prices_and_context_window.json> <date of that copy>
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/repository.mjs';

const [file, date] = process.argv.slice(2);
if (!file || !date) throw new Error('Name the file and the date of its copy.');

/** Their suffix of a tier -> ours; their name of a rate -> ours. */
const TIERS = { _batches: 'batch', _flex: 'flex', _priority: 'priority' };
const RATES = {
  input_cost_per_token: 'input',
  cache_read_input_token_cost: 'cachedRead',
  cache_creation_input_token_cost: 'cacheWrite',
  output_cost_per_token: 'output',
};
/** No provider asks or gives more than this: beyond it somebody mistyped. */
const MOST = 4;

const perMillion = (each) => (each * 1e6).toFixed(9).replace(/\.?0+$/, '');

function tierOf(listed, suffix) {
  const rates = {};
  for (const [theirs, ours] of Object.entries(RATES)) {
    const [base, tier] = [listed[theirs], listed[theirs + suffix]];
    if (!base || !tier) continue;
    if (tier / base > MOST || base / tier > MOST) return undefined;
    rates[ours] = [perMillion(tier), perMillion(base)];
  }
  return rates.input && rates.output ? rates : undefined;
}

const lines = [];
for (const [model, listed] of Object.entries(JSON.parse(readFileSync(file, 'utf8'))).sort()) {
  const tiers = Object.entries(TIERS).flatMap(([suffix, tier]) => {
    const rates = tierOf(listed, suffix);
    return rates ? [[tier, rates]] : [];
  });
  if (tiers.length > 0)
    lines.push(`  '${model.toLowerCase()}': ${JSON.stringify(Object.fromEntries(tiers))},`);
}
writeFileSync(
  inRoot('packages/core/src/pricing/generated/service-tiers.ts'),
  `// Written by scripts/update-service-tiers.mjs from LiteLLM's model_prices_and_context_window.json of ${date},
// MIT License, Copyright (c) 2023 Berri AI; do not edit.
import type { ListedTiers } from '../service-tier.ts';

/** By model, USD per million tokens at that tier and at the standard one. */
export const LISTED_TIERS: Readonly<Record<string, ListedTiers>> = {
${lines.join('\n')}
};
`,
);
console.log(`${lines.length} models`);
