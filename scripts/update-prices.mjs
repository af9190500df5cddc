// Rewrites packages/core/src/pricing/generated/catalogue.ts from the installed @pydantic/genai-prices.
// To take newer prices: npm install -E -D @pydantic/genai-prices -w @pharos/core && node scripts/update-prices.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'core');
const require = createRequire(join(core, 'package.json'));
const entry = require.resolve('@pydantic/genai-prices');
const { findProvider } = require('@pydantic/genai-prices');
const home = dirname(dirname(entry));
const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const licence = readFileSync(join(home, 'LICENSE'), 'utf8').trim();

/** Their name of a rate -> ours. Rates that no usage bucket can carry (hours, pages, storage) are left out. */
const RATES = {
  input_mtok: 'input',
  cache_read_mtok: 'cachedRead',
  cache_write_mtok: 'cacheWrite',
  cache_write_1h_mtok: 'cacheWrite1h',
  input_audio_mtok: 'inputAudio',
  input_image_mtok: 'inputImage',
  output_mtok: 'output',
  output_reasoning_mtok: 'reasoning',
  output_audio_mtok: 'outputAudio',
  output_image_mtok: 'outputImage',
  web_searches_kcount: 'searchUnits',
  requests_kcount: 'request',
};

// The package exports no list of providers: every id in its data is offered to its own look-up.
function providers() {
  const found = new Map();
  for (const [, id] of readFileSync(entry, 'utf8').matchAll(/\bid:\s*["'`]([^"'`]+)["'`]/g)) {
    const provider = findProvider({ providerId: id });
    if (provider) found.set(provider.id, provider);
  }
  return [...found.values()];
}

const decimal = (n) => n.toFixed(9).replace(/\.?0+$/, '');
const rate = (value) =>
  typeof value === 'number'
    ? decimal(value)
    : [decimal(value.base), ...value.tiers.map((tier) => [tier.start, decimal(tier.price)])];

function rates(prices) {
  const out = {};
  for (const [theirs, ours] of Object.entries(RATES)) {
    if (prices[theirs] !== undefined) out[ours] = rate(prices[theirs]);
  }
  return out;
}

function periods(prices) {
  if (!Array.isArray(prices)) return [rates(prices)];
  // A daily window listed after a dated period belongs to that period: it did not apply before.
  let from;
  return prices.map(({ constraint, prices: part }) => {
    from = constraint?.start_date ?? from;
    return {
      ...(from ? { from } : {}),
      ...(constraint?.start_time ? { daily: [constraint.start_time, constraint.end_time] } : {}),
      ...rates(part),
    };
  });
}

/** A rule as `[test, text]`, a list of them meaning any, or `{ all: [...] }`. Texts are lower-case; models are compared so. */
function rule(match) {
  if (match.or) return match.or.flatMap((part) => (part.or ? rule(part) : [rule(part)]));
  if (match.and) return { all: match.and.map(rule) };
  const [[test, text]] = Object.entries(match);
  return [test, test === 'regex' ? text : text.toLowerCase()];
}
const rules = (match) => {
  const all = rule(match);
  const list = typeof all[0] === 'string' || all.all ? [all] : all;
  return list.filter(
    (one, at) => list.findIndex((other) => `${other}` === `${one}` && !one.all) === at || one.all,
  );
};

const lines = [];
for (const provider of providers()) {
  const { id, name, provider_match: names, model_match: models, fallback_model_providers: sells } = provider;
  lines.push({
    provider: id,
    title: name,
    ...(names ? { names: rules(names) } : {}),
    ...(models ? { claims: rules(models) } : {}),
    ...(sells ? { sells } : {}),
  });
  for (const model of provider.models) {
    const is = rules(model.match);
    const own = is.length === 1 && `${is[0]}` === `equals,${model.id.toLowerCase()}`;
    const prices = periods(model.prices).filter((period) => Object.keys(period).length > 0);
    lines.push({ model: model.id, ...(own ? {} : { is }), prices });
  }
}

const text = lines.map((line) => JSON.stringify(line)).join('\n');
if (text.includes('`') || text.includes('${')) throw new Error('the data would end the template literal');
writeFileSync(
  join(core, 'src', 'pricing', 'generated', 'catalogue.ts'),
  `// Written by scripts/update-prices.mjs from @pydantic/genai-prices ${version}; do not edit.
//
${licence
  .split('\n')
  .map((line) => `// ${line}`.trimEnd())
  .join('\n')}

export const CATALOGUE_VERSION = 'genai-prices ${version}';

/** One JSON value a line: a provider, then its models in the order in which they are asked. USD per million tokens. */
export const CATALOGUE_LINES: string = String.raw\`${text}\`;
`,
);
console.log(`${lines.length} lines, ${Math.round(text.length / 1024)} KiB, genai-prices ${version}`);
