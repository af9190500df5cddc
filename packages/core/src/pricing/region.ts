import { firstText, textAt } from '../attributes.ts';
import type { Span } from '../span.ts';

/**
 * Where a call was served, as far as prices differ by it: `global`, an area such as `eu`, one region such as `eu-west-1`, and of
 * makers that sell at home and abroad `cn` and `intl`. '' where nothing tells: what the list says first is then the price.
 */
export type Region = string;

const FORM = /^[a-z][a-z0-9-]{0,31}$/;
const known = (text: string): Region => (FORM.test(text) ? text : '');

/** Attributes that name the region itself. Anthropic's answers say `global` or `us` where they could be sent elsewhere. */
const NAMES = [
  'pharos.region',
  'gen_ai.response.inference_geo',
  'anthropic.response.inference_geo',
  'gen_ai.request.inference_geo',
  'anthropic.request.inference_geo',
] as const;

/** Attributes that hold the host of the provider, or an address on it. */
const ADDRESSES = [
  'server.address',
  'gen_ai.openai.api_base',
  'openai.api_base',
  'llm.base_url',
  'url.full',
] as const;

/** The region of a request to AWS. Of other providers it would be where the caller runs, which changes no price. */
const AWS_NAMES = ['aws.region', 'cloud.region'] as const;
const AWS = /bedrock|^aws|amazon/i;

/**
 * Hosts that serve in one place, `$1` being what the pattern found. Copies of 2026-10 of developers.openai.com/api/docs/guides/data-residency,
 * docs.cloud.google.com/gemini-enterprise-agent-platform/resources/locations and alibabacloud.com/help/model-studio/base-url.
 */
const HOSTS: readonly (readonly [RegExp, Region])[] = [
  [/^([a-z]{2})\.api\.openai\.com$/, '$1'],
  [/^([a-z]+-[a-z]+\d+)-aiplatform\.googleapis\.com$/, '$1'],
  [/^aiplatform\.googleapis\.com$/, 'global'],
  [/^aiplatform\.([a-z]{2})\.rep\.googleapis\.com$/, '$1'],
  [/^bedrock-runtime(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\./, '$1'],
  [/^dashscope\.aliyuncs\.com$/, 'cn'],
  [/^dashscope-intl\.aliyuncs\.com$/, 'intl'],
  [/^dashscope-us\.aliyuncs\.com$/, 'us'],
  [/\bcn-hongkong\.(?:dashscope|maas)\.aliyuncs\.com$/, 'hk'],
  [/\.cn-[a-z]+\.maas\.aliyuncs\.com$/, 'cn'],
  [/\.ap-southeast-1\.maas\.aliyuncs\.com$/, 'intl'],
  [/\.us-east-1\.maas\.aliyuncs\.com$/, 'us'],
  [/^ark\.cn-[a-z]+\.volces\.com$/, 'cn'],
  [/\.bytepluses\.com$/, 'intl'],
  [/^api\.moonshot\.cn$|^api\.minimaxi\.com$|^open\.bigmodel\.cn$/, 'cn'],
  [/^api\.moonshot\.ai$|^api\.minimax\.io$|^api\.z\.ai$/, 'intl'],
];

const HOST = /^(?:[a-z]+:\/\/)?([^/:?#\s]{1,255})/;

function ofHost(host: string): Region {
  for (const [pattern, region] of HOSTS) {
    const found = pattern.exec(host);
    if (found) return region === '$1' ? known(found[1] ?? '') : region;
  }
  return '';
}

/** Hosts looked at; beyond, the memory starts anew. */
const REMEMBERED = 512;
const seen = new Map<string, Region>();

/** By the host alone: no two addresses may be the same, but they lead to few hosts. */
function ofAddress(address: string): Region {
  const host = HOST.exec(address.slice(0, 300).toLowerCase())?.[1] ?? '';
  const remembered = seen.get(host);
  if (remembered !== undefined) return remembered;
  if (seen.size >= REMEMBERED) seen.clear();
  const region = ofHost(host);
  seen.set(host, region);
  return region;
}

/** What a span tells of where it was served. The name of its model may tell more, see {@link regionNamed}. */
export function regionOf({ provider, attributes }: Pick<Span, 'provider' | 'attributes'>): Region {
  const named = firstText(attributes, NAMES);
  const region = named === undefined ? '' : known(named.trim().toLowerCase());
  if (region !== '') return region;
  for (const name of ADDRESSES) {
    const address = textAt(attributes, name);
    const there = address === undefined ? '' : ofAddress(address);
    if (there !== '') return there;
  }
  const requested = AWS.test(provider) ? firstText(attributes, AWS_NAMES) : undefined;
  return requested === undefined ? '' : known(requested.toLowerCase());
}

/** Names of models that say where they are served, and what of the name is the model's own. */
const IN_NAMES: readonly RegExp[] = [
  // Profiles of Bedrock: eu.amazon.nova-lite-v1:0, also within an ARN.
  /^(?<own>(?:.*\/)?(?<region>us-gov|us|eu|apac|jp|au|ca|in|global)\.[a-z].*)$/,
  /^(?<own>arn:aws[a-z-]*:bedrock:(?<region>[a-z0-9-]+):.*)$/,
  // As LiteLLM writes them: azure/eu/gpt-5.1, bedrock/eu-west-3/mistral.mistral-large-2402-v1:0.
  /^(?<seller>azure\/|bedrock\/)(?<region>us|eu|global|[a-z]{2}(?:-[a-z]+)+-\d)\/(?<own>.+)$/,
];

/** The region that a model's lower-case name tells, and its name without it where that is no part of it. */
export function regionNamed(model: string): { region: Region; model: string } | undefined {
  for (const pattern of IN_NAMES) {
    const { region, own = '', seller = '' } = pattern.exec(model)?.groups ?? {};
    if (region !== undefined) return { region, model: `${seller}${own}` };
  }
  return undefined;
}

/** Areas to which regions of clouds belong, as profiles of Bedrock are named; an area lies in those after it. */
const AREAS: readonly (readonly [RegExp, Region])[] = [
  [/^us-gov-/, 'us-gov'],
  [/^us-(?!gov)/, 'us'],
  [/^(eu|europe)-/, 'eu'],
  [/^ca-|^northamerica-northeast/, 'ca'],
  [/^ap-northeast-[13]$|^asia-northeast[12]$/, 'jp'],
  [/^ap-southeast-[24]$|^australia-/, 'au'],
  [/^(ap|asia)-south-?\d$/, 'in'],
  [/^(ap|asia)-|^(jp|au|in)$/, 'apac'],
];

/** The region and then what it lies in, the narrower first. */
export function regionsAround(region: Region): readonly Region[] {
  const around = [region];
  for (const [pattern, area] of AREAS) if (pattern.test(around.at(-1) ?? '')) around.push(area);
  return around;
}
