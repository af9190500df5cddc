/**
 * How products, SDKs and gateways write the names of providers and models. Every table is read top down and the
 * first pattern that fits decides; names are lower-case by then.
 */

/** The models run on the user's own machine: nobody sends a bill. */
export const LOCAL = 'local';

/** Reported provider name -> provider of the catalogue, or one that only a market place lists (see MARKET). */
const PROVIDER_NAMES: readonly [RegExp, string][] = [
  [/ollama|vllm|lm[-_ ]?studio|llama[-_.]?cpp|localai|^transformers/, LOCAL],
  [/openrouter/, 'openrouter'],
  [/copilot/, 'github-copilot'],
  [/azure/, 'azure'],
  [/bedrock|^aws|amazon|sagemaker/, 'aws'],
  [/vertex|^gcp|google|gemini|^palm/, 'google'],
  [/dashscope|alibaba|aliyun|bailian|tongyi|^qwen/, 'alibaba'],
  [/volc|doubao|bytedance|byteplus/, 'bytedance'],
  [/baidu|qianfan|wenxin|ernie/, 'baidu'],
  [/tencent|hunyuan/, 'tencent'],
  [/zhipu|bigmodel|^glm/, 'zhipuai'],
  [/^z[-_.]?ai(-org)?$/, 'zai'],
  [/moonshot|^kimi/, 'moonshotai'],
  [/minimax/, 'minimax'],
  [/baichuan/, 'baichuan'],
  [/^deepseek/, 'deepseek'],
  [/^x[-_.]?ai(\.|$)|^grok/, 'x-ai'],
  [/^meta(-llama)?$/, 'meta'],
  [/^mistral/, 'mistral'],
  [/^voyage/, 'voyageai'],
  [/^together/, 'together'],
  [/^fireworks/, 'fireworks'],
  [/^perplexity|^pplx/, 'perplexity'],
];

/** Model name -> who makes it. Open-weight families that many sell at different prices are absent on purpose. */
const MODEL_FAMILIES: readonly [RegExp, string][] = [
  [
    /^(chatgpt|gpt-(?!oss)|o[1-9](-|$)|codex-|text-embedding-(3|ada)|davinci|babbage|tts-|computer-use)/,
    'openai',
  ],
  [/^claude/, 'anthropic'],
  [/^(gemini|text-embedding-00|text-multilingual-embedding)/, 'google'],
  [/^deepseek/, 'deepseek'],
  [/^(kimi|moonshot)/, 'moonshotai'],
  [/^(glm-|embedding-\d$)/, 'zhipuai'],
  [/^(qwen|qwq|qvq|gte-rerank|text-embedding-v\d)/, 'alibaba'],
  [/^grok/, 'x-ai'],
  [/^((open-)?(mi|minis|code|dev|magi|pix|vox)x?s?tral)/, 'mistral'],
  [/^(command|embed-v4|c4ai|rerank-(v\d|4|english|multilingual))/, 'cohere'],
  [/^minimax/, 'minimax'],
  [/^baichuan/, 'baichuan'],
  [/^sonar/, 'perplexity'],
  [/^(voyage|rerank-[23])/, 'voyageai'],
  [/^ernie/, 'baidu'],
  [/^hunyuan/, 'tencent'],
  [/^(doubao|seed-)/, 'bytedance'],
  [/^nova-/, 'aws'],
];

/** A maker's name in the market place, where its models are priced when it has no list of its own. */
export const MARKET = 'openrouter';
export const MARKET_VENDORS: Readonly<Record<string, string>> = {
  alibaba: 'qwen',
  anthropic: 'anthropic',
  aws: 'amazon',
  baidu: 'baidu',
  bytedance: 'bytedance-seed',
  cohere: 'cohere',
  deepseek: 'deepseek',
  google: 'google',
  meta: 'meta-llama',
  minimax: 'minimax',
  mistral: 'mistralai',
  moonshotai: 'moonshotai',
  openai: 'openai',
  perplexity: 'perplexity',
  tencent: 'tencent',
  'x-ai': 'x-ai',
  zai: 'z-ai',
  zhipuai: 'z-ai',
};

/** Another list of the same maker, asked next. */
export const SISTER_LISTS: Readonly<Record<string, string>> = { zhipuai: 'zai', zai: 'zhipuai' };

/**
 * Reported providers that do not say who made the model: gateways, clouds that sell at the maker's price, and
 * `openai`, which every OpenAI-compatible client reports whatever its base URL is.
 */
export const PASS_THROUGH: ReadonlySet<string> = new Set(['openai', 'openrouter', 'azure', 'aws', 'google']);

const first = (table: readonly [RegExp, string][], name: string) =>
  table.find(([pattern]) => pattern.test(name))?.[1];

/** The provider meant by a reported name, or undefined when our tables do not know it. */
export const providerNamed = (name: string): string | undefined => first(PROVIDER_NAMES, name);

/** Who makes a model of that bare name. */
export const makerOf = (model: string): string | undefined => first(MODEL_FAMILIES, model);

const TRIMS: readonly RegExp[] = [
  /^arn:aws[^/]*\//,
  /^(.*\/)?(models|deployments)\//,
  /^(us|us-gov|eu|apac|jp|au|ca|in|global)\.(?=[a-z])/,
  /^(anthropic|meta|amazon|mistral|cohere|deepseek|openai)\.(?=[a-z])/,
  /@[^@]*$/,
  /-v\d+:\d+(:\d+k)?$/,
  /-latest$/,
  /-\d{4}-\d{2}-\d{2}$/,
  /-20\d{6}$/,
  /-2\d[01]\d[0-3]\d$/,
];

/** The name as sent, then with ever more of its region, path, version and date taken off. */
export function spellings(model: string): string[] {
  const names = [model];
  let name = model;
  for (const trim of TRIMS) {
    const shorter = name.replace(trim, '');
    if (shorter !== name && shorter !== '') {
      names.push(shorter);
      name = shorter;
    }
  }
  return names;
}
