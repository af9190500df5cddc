import type { Period } from './catalogue.ts';

/** A model that is sold in yuan, by the names it goes by; a name also holds with a date or `-latest` behind it. */
export interface YuanModel {
  model: string;
  aliases?: readonly string[];
  prices: Period;
}

const flat = (input: string, output: string, more: Period = {}): Period => ({ input, output, ...more });
/** Rates that change where more than 32 000 and 128 000 tokens go in. */
const byLength = (input: [string, string, string], output: [string, string, string]): Period => ({
  input: [input[0], [32_000, input[1]], [128_000, input[2]]],
  output: [output[0], [32_000, output[1]], [128_000, output[2]]],
});

/**
 * What the price list that comes with Pharos lacks: CNY per million tokens, as the providers list it for the mainland. Copies
 * of 2025-06 to 2026-06 of volcengine.com/docs/82379/1099320, cloud.tencent.com/document/product/1729/97731,
 * platform.baichuan-ai.com/prices, platform.minimaxi.com, help.aliyun.com/zh/model-studio/models, bigmodel.cn/pricing and
 * cloud.baidu.com/doc/WENXINWORKSHOP.
 */
export const YUAN_PRICES: Readonly<Record<string, readonly YuanModel[]>> = {
  bytedance: [
    {
      model: 'doubao-seed-2-1-pro',
      aliases: ['doubao-seed-2.1-pro'],
      prices: flat('6', '30'),
    },
    {
      model: 'doubao-seed-1-6',
      aliases: ['doubao-seed-1.6'],
      prices: byLength(['0.8', '1.2', '2.4'], ['8', '16', '24']),
    },
    {
      model: 'doubao-seed-1-6-thinking',
      aliases: ['doubao-seed-1.6-thinking'],
      prices: byLength(['0.8', '1.2', '2.4'], ['8', '16', '24']),
    },
    {
      model: 'doubao-seed-1-6-flash',
      aliases: ['doubao-seed-1.6-flash'],
      prices: byLength(['0.15', '0.3', '0.6'], ['1.5', '3', '6']),
    },
    { model: 'doubao-1-5-pro-32k', aliases: ['doubao-1.5-pro-32k'], prices: flat('0.8', '2') },
    { model: 'doubao-1-5-pro-256k', aliases: ['doubao-1.5-pro-256k'], prices: flat('5', '9') },
    { model: 'doubao-1-5-lite-32k', aliases: ['doubao-1.5-lite-32k'], prices: flat('0.3', '0.6') },
    { model: 'doubao-1-5-vision-pro', aliases: ['doubao-1.5-vision-pro'], prices: flat('3', '9') },
    { model: 'doubao-1-5-vision-pro-32k', aliases: ['doubao-1.5-vision-pro-32k'], prices: flat('3', '9') },
    { model: 'doubao-1-5-vision-lite', aliases: ['doubao-1.5-vision-lite'], prices: flat('1.5', '4.5') },
    { model: 'doubao-1-5-thinking-pro', aliases: ['doubao-1.5-thinking-pro'], prices: flat('4', '16') },
    {
      model: 'doubao-1-5-thinking-vision-pro',
      aliases: ['doubao-1.5-thinking-vision-pro'],
      prices: flat('3', '9'),
    },
    { model: 'doubao-1-5-ui-tars', aliases: ['doubao-1.5-ui-tars'], prices: flat('3.5', '12') },
    { model: 'doubao-vision-pro-32k', prices: flat('3', '9') },
    { model: 'doubao-vision-lite-32k', prices: flat('1.5', '4.5') },
    { model: 'doubao-lite-32k', aliases: ['doubao-lite-4k'], prices: flat('0.3', '0.6') },
  ],
  tencent: [
    { model: 'hunyuan-t1', prices: flat('1', '4') },
    { model: 'hunyuan-t1-vision', prices: flat('3', '9') },
    { model: 'hunyuan-turbos', prices: flat('0.8', '2') },
    { model: 'hunyuan-turbos-longtext-128k', prices: flat('1.5', '6') },
    { model: 'hunyuan-turbos-vision', prices: flat('3', '9') },
    { model: 'hunyuan-turbo', prices: flat('2.4', '9.6') },
    { model: 'hunyuan-large', prices: flat('4', '12') },
    { model: 'hunyuan-large-longcontext', prices: flat('6', '18') },
    { model: 'hunyuan-standard', prices: flat('0.8', '2') },
    { model: 'hunyuan-standard-256k', prices: flat('0.5', '2') },
    { model: 'hunyuan-lite', prices: flat('0', '0') },
  ],
  baichuan: [
    { model: 'baichuan4', prices: flat('100', '100') },
    { model: 'baichuan4-turbo', prices: flat('15', '15') },
    { model: 'baichuan4-air', prices: flat('0.98', '0.98') },
    { model: 'baichuan3-turbo', prices: flat('12', '12') },
    { model: 'baichuan3-turbo-128k', prices: flat('24', '24') },
    { model: 'baichuan2-turbo', prices: flat('8', '8') },
  ],
  minimax: [{ model: 'minimax-text-01', prices: flat('1', '8') }],
  alibaba: [
    {
      model: 'qwen-flash',
      prices: {
        input: ['0.15', [128_000, '0.6'], [256_000, '1.2']],
        output: ['1.5', [128_000, '6'], [256_000, '12']],
      },
    },
    { model: 'qwq-plus', prices: flat('1.6', '4') },
    { model: 'text-embedding-v4', prices: { input: '0.5' } },
    { model: 'qwen3-rerank', prices: { input: '0.5' } },
    { model: 'gte-rerank-v2', prices: { input: '0.8' } },
    { model: 'text-embedding-v3', prices: { input: '0.5' } },
  ],
  zhipuai: [
    { model: 'glm-4-flash', prices: flat('0', '0') },
    { model: 'embedding-3', prices: { input: '0.5' } },
  ],
  baidu: [
    { model: 'ernie-4.5-turbo', aliases: ['ernie-4.5-turbo-128k'], prices: flat('0.8', '3.2') },
    { model: 'ernie-x1-turbo', aliases: ['ernie-x1-turbo-32k'], prices: flat('1', '4') },
  ],
};
