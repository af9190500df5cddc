import type { ModelLine, Period } from './catalogue.ts';
import type { Region } from './region.ts';

const flat = (input: string, output: string, more: Period = {}): Period => ({ input, output, ...more });
const named = (model: string, prices: Period, ...aliases: string[]): ModelLine => ({
  model,
  is: [model, ...aliases].map((name) => ['equals', name.toLowerCase()]),
  prices: [prices],
});
const yuan = (model: string, prices: Period, ...aliases: string[]): ModelLine => ({
  ...named(model, prices, ...aliases),
  currency: 'CNY',
});

/**
 * Makers that sell in mainland China (`cn`) and abroad (`intl`, `us` …) at prices of their own: which lists hold where, asked in
 * order. A region that is not named here has no list of its own; one without lists has prices that nobody keeps.
 */
export const LISTS_BY_REGION: Readonly<Record<string, Readonly<Record<Region, readonly string[]>>>> = {
  alibaba: { cn: ['alibaba#cn', 'alibaba'], intl: ['alibaba#intl'], us: [], hk: [] },
  bytedance: { cn: ['bytedance'], intl: [] },
  minimax: { cn: ['minimax#cn'], intl: ['minimax#intl', 'minimax'] },
  moonshotai: { cn: ['moonshotai#cn'], intl: ['moonshotai'] },
  zai: { cn: ['zhipuai#cn', 'zhipuai'], intl: ['zai', 'zai#intl'] },
  zhipuai: { cn: ['zhipuai#cn', 'zhipuai'], intl: ['zai', 'zai#intl'] },
};

/**
 * Those of the lists that the catalogue lacks, by `provider#region`. In dollars: alibabacloud.com/help/en/model-studio/models and
 * docs.z.ai/guides/overview/pricing as LiteLLM has them of 2026-07-24. In yuan: copies of 2025-06 of
 * help.aliyun.com/zh/model-studio/models and platform.moonshot.cn/docs/pricing/chat, of 2026-01 of the former (qwen3), of 2026-09 of
 * platform.minimaxi.com/docs/guides/pricing-paygo and docs.bigmodel.cn/cn/guide/start/pricing.
 */
export const HOME_AND_ABROAD: Readonly<Record<string, readonly ModelLine[]>> = {
  'alibaba#cn': [
    yuan('qwen3-max', {
      input: ['2.5', [32_000, '4'], [128_000, '7']],
      cachedRead: ['0.5', [32_000, '0.8'], [128_000, '1.4']],
      output: ['10', [32_000, '16'], [128_000, '28']],
    }),
    yuan('qwen3-vl-plus', {
      input: ['1', [32_000, '1.5'], [128_000, '3']],
      cachedRead: ['0.2', [32_000, '0.3'], [128_000, '0.6']],
      output: ['10', [32_000, '15'], [128_000, '30']],
    }),
    yuan('qwen-vl-plus', flat('0.8', '2', { cachedRead: '0.16' })),
    yuan('qwen-max', flat('2.4', '9.6')),
    yuan('qwen-plus', flat('0.8', '2')),
    yuan('qwen-turbo', flat('0.3', '0.6')),
    yuan('qwen-long', flat('0.5', '2')),
    yuan('qvq-max', flat('8', '32')),
    yuan('qvq-plus', flat('2', '5')),
  ],
  'alibaba#intl': [
    named('qwen-max', flat('1.6', '6.4')),
    named('qwen-plus', {
      input: ['0.4', [256_000, '1.2']],
      output: ['1.2', [256_000, '3.6']],
      reasoning: ['4', [256_000, '12']],
    }),
    named('qwen-turbo', flat('0.05', '0.2', { reasoning: '0.5' })),
    named('qwen-flash', {
      input: ['0.05', [256_000, '0.25']],
      output: ['0.4', [256_000, '2']],
    }),
    named('qwq-plus', flat('0.8', '2.4')),
    named('qwen3-max', {
      input: ['1.2', [32_000, '2.4'], [128_000, '3']],
      output: ['6', [32_000, '12'], [128_000, '15']],
    }),
    named('qwen3-coder-plus', {
      input: ['1', [32_000, '1.8'], [128_000, '3'], [256_000, '6']],
      cachedRead: ['0.1', [32_000, '0.18'], [128_000, '0.3'], [256_000, '0.6']],
      output: ['5', [32_000, '9'], [128_000, '15'], [256_000, '60']],
    }),
    named('qwen3-coder-flash', {
      input: ['0.3', [32_000, '0.5'], [128_000, '0.8'], [256_000, '1.6']],
      cachedRead: ['0.08', [32_000, '0.12'], [128_000, '0.2'], [256_000, '0.4']],
      output: ['1.5', [32_000, '2.5'], [128_000, '4'], [256_000, '9.6']],
    }),
    named('qwen3-vl-plus', {
      input: ['0.2', [32_000, '0.3'], [128_000, '0.6']],
      output: ['1.6', [32_000, '2.4'], [128_000, '4.8']],
    }),
    named('qwen3.5-plus', {
      input: ['0.4', [256_000, '0.5']],
      output: ['2.4', [256_000, '3']],
    }),
    named('qwen3.7-plus', {
      input: ['0.4', [256_000, '1.2']],
      cachedRead: ['0.08', [256_000, '0.24']],
      output: ['1.6', [256_000, '4.8']],
    }),
    named('qwen3-rerank', { input: '0.1' }),
    named('qwen3.7-max', flat('2.5', '7.5', { cachedRead: '0.5' })),
  ],
  'minimax#cn': [
    yuan('MiniMax-M2.7', flat('2.1', '8.4', { cachedRead: '0.42', cacheWrite: '2.625' })),
    yuan('MiniMax-M2.7-highspeed', flat('4.2', '16.8', { cachedRead: '0.42', cacheWrite: '2.625' })),
    yuan('MiniMax-M2.5', flat('2.1', '8.4', { cachedRead: '0.21', cacheWrite: '2.625' })),
    yuan('MiniMax-M2.5-highspeed', flat('4.2', '16.8', { cachedRead: '0.21', cacheWrite: '2.625' })),
    yuan('M2-her', flat('2.1', '8.4')),
    yuan('MiniMax-Text-01', flat('1', '8')),
  ],
  // Abroad it is what openrouter.ai lists of it, a copy of 2026-10.
  'minimax#intl': [named('MiniMax-Text-01', flat('0.2', '1.1'))],
  'moonshotai#cn': [
    yuan('moonshot-v1-8k', flat('2', '10'), 'moonshot-v1-8k-vision-preview'),
    yuan('moonshot-v1-32k', flat('5', '20'), 'moonshot-v1-32k-vision-preview'),
  ],
  'zhipuai#cn': [yuan('GLM-5.3', flat('8', '28', { cachedRead: '2' }))],
  'zai#intl': [
    named('GLM-5.1', flat('1.4', '4.4', { cachedRead: '0.26' })),
    named('GLM-5', flat('1', '3.2', { cachedRead: '0.2' })),
    named('GLM-4.7', flat('0.6', '2.2', { cachedRead: '0.11' })),
    named('GLM-4.7-Flash', flat('0', '0')),
    named('GLM-4.6', flat('0.6', '2.2', { cachedRead: '0.11' })),
    named('GLM-4.5', flat('0.6', '2.2')),
    named('GLM-4.5-Air', flat('0.2', '1.1')),
    named('GLM-4.5-AirX', flat('1.1', '4.5')),
    named('GLM-4.5-X', flat('2.2', '8.9')),
    named('GLM-4.5V', flat('0.6', '1.8')),
    named('GLM-4.5-Flash', flat('0', '0')),
  ],
};
