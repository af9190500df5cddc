import { describe, expect, test } from 'vitest';
import type { PriceOverride } from '../api/prices.ts';
import type { Attributes, AttributeValue, Span } from '../span.ts';
import type { Usage } from '../usage.ts';
import { priceSpan, priceUsage } from './price.ts';
import { createPriceBook } from './price-book.ts';
import { regionOf, regionsAround } from './region.ts';

const at = (day: string) => BigInt(Date.parse(`${day}T12:00:00Z`)) * 1_000_000n;
const NOW = at('2026-11-23');
/** A yuan that is worth a dollar shows a list as it stands. */
const book = createPriceBook({ exchange: [{ currency: 'CNY', from: '2026-01-01', usd: '1' }] });
const usageOf = (usage: Omit<Usage, 'total'>): Usage => ({
  ...usage,
  total: Object.values(usage).reduce((sum: number, count) => sum + Number(count), 0),
});
const told = (provider: string, attributes: Record<string, AttributeValue>) =>
  regionOf({ provider, attributes: new Map(Object.entries(attributes)) as Attributes });

test.each<[string, string, Record<string, AttributeValue>]>([
  ['eu', 'openai', { 'pharos.region': 'EU' }],
  ['us', 'anthropic', { 'gen_ai.response.inference_geo': 'us' }],
  ['', 'anthropic', { 'gen_ai.response.inference_geo': 'not_available' }],
  ['eu', 'openai', { 'server.address': 'eu.api.openai.com' }],
  ['', 'openai', { 'server.address': 'api.openai.com' }],
  ['us-east5', 'anthropic', { 'server.address': 'us-east5-aiplatform.googleapis.com' }],
  ['global', 'google', { 'server.address': 'aiplatform.googleapis.com' }],
  ['eu', 'google', { 'url.full': 'https://aiplatform.eu.rep.googleapis.com/v1/projects/p' }],
  ['eu-west-3', 'aws.bedrock', { 'server.address': 'bedrock-runtime.eu-west-3.amazonaws.com' }],
  ['eu-west-3', 'aws.bedrock', { 'aws.region': 'eu-west-3' }],
  ['', 'openai', { 'cloud.region': 'eu-west-3' }],
  ['cn', 'openai', { 'gen_ai.openai.api_base': 'https://dashscope.aliyuncs.com/compatible-mode/v1' }],
  ['intl', 'openai', { 'server.address': 'dashscope-intl.aliyuncs.com' }],
  ['intl', 'dashscope', { 'server.address': 'ws-1.ap-southeast-1.maas.aliyuncs.com:443' }],
  ['hk', 'dashscope', { 'server.address': 'cn-hongkong.dashscope.aliyuncs.com' }],
  ['cn', 'moonshot', { 'server.address': 'api.moonshot.cn' }],
  ['', 'openai', { 'server.address': 'gateway.example.com' }],
  ['', 'openai', { 'server.address': 7, 'pharos.region': '<script>' }],
  ['', 'openai', {}],
])('it is %j for %s with %o', (region, provider, attributes) => {
  expect(told(provider, attributes)).toBe(region);
});

/*
 * What providers' own pages say, worked out by hand, with a thousand each of input, cached input and output unless it says otherwise:
 *  - platform.claude.com/docs/en/about-claude/pricing, a copy of 2026-09: regional and multi-region endpoints a tenth more from Sonnet 4.5 on.
 *  - developers.openai.com/api/docs/guides/data-residency, a copy of 2026-10: a tenth more for models of 2026-03-05 and later.
 *  - cloud.google.com/vertex-ai/generative-ai/pricing, a copy of 2026-09: not global, a tenth more from 2026-07-01, Gemini 3 and later.
 *  - aws.amazon.com/bedrock/pricing and azure.microsoft.com/pricing as LiteLLM has them of 2026-07-24.
 *  - alibabacloud.com/help/en/model-studio/models (same copy) and help.aliyun.com/zh/model-studio/models, copies of 2025-06 and 2026-01.
 *  - platform.minimaxi.com/docs/guides/pricing-paygo, docs.bigmodel.cn/cn/guide/start/pricing, copies of 2026-09; docs.z.ai.
 */
const THOUSAND = { input: 1000, cachedRead: 1000, output: 1000 };
const plain = (input: number, output: number) => ({ input, output });
test.each<[string, string, string, string | undefined, Omit<Usage, 'total'>?]>([
  ['openai', 'gpt-5.4', '', '0.01775'],
  ['openai', 'gpt-5.4', 'eu', '0.019525'],
  ['openai', 'gpt-5-2025-08-07', 'eu', '0.011375'],
  ['anthropic', 'claude-sonnet-4-6', 'global', '0.0183'],
  ['anthropic', 'claude-sonnet-4-6', 'us', '0.02013'],
  ['google', 'claude-opus-4-8', 'us-east5', '0.03355'],
  ['google', 'claude-3-5-sonnet-v2@20241022', 'us-east5', '0.0183'],
  ['anthropic', 'claude-opus-4-1-20250805', 'europe-west1', '0.0915'],
  ['google', 'gemini-2.5-flash', 'europe-west1', '0.00283'],
  ['google', 'gemini-3.6-flash', 'global', '0.004575'],
  ['google', 'gemini-3.6-flash', 'europe-west1', '0.0050325'],
  ['aws', 'amazon.nova-lite-v1:0', '', '0.0003', plain(1000, 1000)],
  ['aws', 'eu.amazon.nova-lite-v1:0', '', '0.00039', plain(1000, 1000)],
  ['aws', 'eu.amazon.nova-lite-v1:0', 'eu-west-1', '0.00039', plain(1000, 1000)],
  ['aws', 'amazon.nova-lite-v1:0', 'eu-west-1', '0.00039', plain(1000, 1000)],
  ['aws', 'meta.llama3-8b-instruct-v1:0', 'eu-west-2', '0.00117', plain(1000, 1000)],
  ['aws', 'us-gov.amazon.nova-pro-v1:0', 'us-gov-west-1', '0.0048', plain(1000, 1000)],
  ['aws', 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', '', '0.0216', plain(1000, 1000)],
  ['aws', 'jp.amazon.nova-2-lite-v1:0', '', '0.00308', plain(1000, 1000)],
  ['aws', 'au.amazon.nova-lite-v1:0', '', '0.000315', plain(1000, 1000)],
  ['aws', 'in.amazon.nova-lite-v1:0', '', '0.000315', plain(1000, 1000)],
  ['aws', 'amazon.nova-lite-v1:0', 'ap-south-1', '0.000315', plain(1000, 1000)],
  ['', 'bedrock/sa-east-1/meta.llama3-70b-instruct-v1:0', '', '0.01033', plain(1000, 1000)],
  ['aws', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-east-1', '0.0198', plain(1000, 1000)],
  ['aws', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-east-1', '0.018', plain(1000, 1000)],
  ['azure', 'gpt-5-2025-08-07', 'eu', '0.0125125'],
  ['', 'azure/us/gpt-5-mini-2025-08-07', '', '0.0025025'],
  ['dashscope', 'qwen3-max', 'cn', '0.208', plain(40_000, 3000)],
  ['dashscope', 'qwen3-max', 'intl', '0.132', plain(40_000, 3000)],
  ['openai', 'qwen-plus', 'intl', '0.0016', plain(1000, 1000)],
  ['dashscope', 'qwen-flash', 'cn', '0.00165', plain(1000, 1000)],
  ['dashscope', 'qwen-flash', 'intl', '0.00045', plain(1000, 1000)],
  ['minimax', 'MiniMax-M2.7', 'cn', '0.01092'],
  ['minimax', 'MiniMax-M2.7', 'intl', '0.00156'],
  ['zhipuai', 'glm-5.3', 'cn', '0.038'],
  ['openai', 'glm-5.3', 'intl', '0.00606'],
  ['zai', 'glm-4.7', 'intl', '0.00291'],
])('%s charges %s in %j %s', (provider, model, region, total, usage = THOUSAND) => {
  const price = book.find(provider, model, NOW, 'standard', region);
  expect(price && priceUsage(usageOf(usage), price)?.total).toBe(total);
});

test.each([
  ['dashscope', 'qwen3-max', 'us', 'its list there is not kept'],
  ['dashscope', 'qwen-long', 'intl', 'only the list at home has it'],
  ['volcengine', 'doubao-seed-1-6', 'intl', 'it costs something else abroad'],
  ['azure', 'gpt-5', 'swedencentral', 'single regions have their own prices'],
  ['aws', 'us-gov.amazon.nova-pro-v1:0', '', 'its regions are listed, and none of them is told'],
  ['aws', 'jp.deepseek.v3.2', '', 'only one of its regions is listed'],
  ['aws', 'meta.llama3-8b-instruct-v1:0', 'eu-central-1', 'other regions of the area cost more'],
])('%s %s in %s has no price: %s', (provider, model, region) => {
  expect(book.find(provider, model, NOW, 'standard', region)).toBeUndefined();
});

test('a price of regions that began on a day holds from then on', () => {
  const on = (day: string) => book.find('google', 'gemini-3.5-flash', at(day), 'standard', 'europe-west4');
  expect(on('2026-06-30')?.id).not.toContain('#');
  expect(on('2026-07-01')?.id).toBe('google/gemini-3.5-flash@2026-07-01#europe-west4');
});

test('the price says for which region it is, and where a region costs the same it is the same price', () => {
  const idOf = (provider: string, model: string, region: string, tier: 'standard' | 'batch' = 'standard') =>
    book.find(provider, model, NOW, tier, region)?.id;
  expect(idOf('openai', 'gpt-5.4', 'eu')).toBe('openai/gpt-5.4#eu');
  expect(idOf('openai', 'gpt-5.4', 'eu', 'batch')).toBe('openai/gpt-5.4#eu#batch');
  expect(idOf('openai', 'gpt-4.1', 'eu')).toBe('openai/gpt-4.1');
  expect(idOf('dashscope', 'qwen3-max', 'cn')).toBe('alibaba/qwen3-max#cn');
});

test('a batch in a region costs half of what it costs there', () => {
  const cost = (tier: 'standard' | 'batch') => {
    const price = book.find('anthropic', 'claude-sonnet-4-6', NOW, tier, 'us');
    return price && priceUsage(usageOf(THOUSAND), price)?.total;
  };
  expect([cost('standard'), cost('batch')]).toEqual(['0.02013', '0.010065']);
});

test('what is charged by the piece costs the same in every region', () => {
  const price = book.find('anthropic', 'claude-sonnet-4-6', NOW, 'standard', 'us');
  expect(price && priceUsage({ searchUnits: 1000, total: 0 }, price)?.total).toBe('10');
});

test('a span is charged by what it tells of where it was served', () => {
  const span = {
    ...{ provider: 'openai', model: 'gpt-5.4', requestModel: 'gpt-5.4', startNs: NOW },
    usage: usageOf(THOUSAND),
    attributes: new Map([['server.address', 'eu.api.openai.com']]) as Attributes,
  } as Span;
  expect(priceSpan(span, book)).toMatchObject({ total: '0.019525', priceId: 'openai/gpt-5.4#eu' });
});

test('an area lies in the wider one, and the government has its own', () => {
  expect(
    ['us-gov', 'us-gov-west-1', 'us-east5', 'ap-northeast-1', 'asia-south1', 'asia-southeast1'].map(
      regionsAround,
    ),
  ).toEqual([
    ['us-gov'],
    ['us-gov-west-1', 'us-gov'],
    ['us-east5', 'us'],
    ['ap-northeast-1', 'jp', 'apac'],
    ['asia-south1', 'in', 'apac'],
    ['asia-southeast1', 'apac'],
  ]);
});

describe("a project's own price", () => {
  const own = (price: Partial<PriceOverride>): PriceOverride => ({
    ...{ model: 'gpt-5.4', provider: '', currency: 'USD', output: '0', updatedAt: '2026-11-01T00:00:00Z' },
    ...price,
  });
  const mine = createPriceBook({
    overrides: [
      own({ input: '1' }),
      own({ region: 'eu', input: '2' }),
      own({ region: 'eu-west-1', from: '2026-06-01', input: '3' }),
    ],
  });
  const charged = (region: string, day = '2026-11-23') => {
    const price = mine.find('openai', 'gpt-5.4', at(day), 'standard', region);
    return price && `${priceUsage({ input: 1_000_000, total: 1_000_000 }, price)?.total} ${price.id}`;
  };
  test('of a region holds there and in what lies in it, before the one for everywhere', () => {
    expect(charged('')).toBe('1 project/gpt-5.4');
    expect(charged('us')).toBe('1 project/gpt-5.4');
    expect(charged('eu')).toBe('2 project/gpt-5.4#eu');
    expect(charged('eu-central-1')).toBe('2 project/gpt-5.4#eu');
    expect(charged('eu-west-1')).toBe('3 project/gpt-5.4#eu-west-1@2026-06-01');
  });
  test('of the United States is none of their government', () => {
    const usOnly = createPriceBook({ overrides: [own({ region: 'us', input: '2' })] });
    const idIn = (region: string) => usOnly.find('openai', 'gpt-5.4', NOW, 'standard', region)?.id;
    expect(['us-east-1', 'us-gov', 'us-gov-west-1'].map(idIn)).toEqual([
      'project/gpt-5.4#us',
      'openai/gpt-5.4',
      'openai/gpt-5.4',
    ]);
  });
  test('of a region that holds from a day leaves earlier days to the wider one', () => {
    expect(charged('eu-west-1', '2026-05-31')).toBe('2 project/gpt-5.4#eu');
  });
});
