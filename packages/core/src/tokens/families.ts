/** Encodings whose vocabulary is public and at hand. */
export type EncodingName = 'o200k_base' | 'cl100k_base';

/** Tokens that stand around the texts of a call, and are billed with them. */
export interface Frame {
  /** Of each message, and once of the answer that is asked for. */
  message: number;
  reply: number;
  /** Once, when any tools are offered. */
  tools: number;
  /** Of each tool that the model calls, in its answer. */
  toolCall: number;
}

/**
 * By OpenAI's cookbook ("How to count tokens with tiktoken", gpt-4o and later), and of calls as measured. Of providers
 * that publish nothing, `tools` stands for instructions which they add to the prompt.
 */
const FRAME: Frame = { message: 4, reply: 3, tools: 12, toolCall: 8 };

/**
 * How the text of a family of models is counted. Where its own tokenizer is not public, or not worth its megabytes,
 * the nearest encoding is taken times a factor, one for Chinese characters and kana and one for all other text.
 */
export interface Family {
  /** What the estimate is named after. */
  name: string;
  models: RegExp;
  encoding: EncodingName;
  /** Tokens of the family for each token of the encoding; absent: the encoding is its own. */
  factor?: { other: number; han: number };
  /** Where it frames texts in another way than OpenAI does. */
  frame?: Partial<Frame>;
}

/** Made in China and not measured: assumed to be as Qwen and DeepSeek are. */
const UNPUBLISHED: readonly (readonly [string, RegExp])[] = [
  ['glm', /glm/],
  ['kimi', /kimi|moonshot/],
  ['doubao', /doubao|(?:^|\/)seed-/],
  ['ernie', /ernie/],
  ['hunyuan', /hunyuan/],
  ['baichuan', /baichuan/],
  ['minimax', /minimax|abab/],
  ['yi', /(?:^|\/)yi-/],
];

/** Claude counts its instructions for tools, and a call is written out in tags. */
const CLAUDE_FRAME = { tools: 500, toolCall: 41 };

/**
 * Read top down; names are lower-case, whatever stands before or after in them. Where each figure is from and how far
 * off it is, is told in docs/token-estimates.md: Claude by the usage that was recorded with real texts, the others by
 * their public vocabularies (Gemini by that of Gemma 3).
 */
export const FAMILIES: readonly Family[] = [
  {
    name: 'openai',
    models: /gpt-(?:4o|4\.|[5-9]|oss)|gpt4o|chatgpt|codex|(?:^|[/_-])o[1-9](?:$|-)/,
    encoding: 'o200k_base',
  },
  {
    name: 'openai',
    models: /gpt-?4|gpt-?3\.?5|text-embedding-(?:3|ada)|davinci|babbage/,
    encoding: 'cl100k_base',
  },
  {
    // Opus 4.7 and all of the fifth generation have another vocabulary.
    name: 'claude',
    models: /claude-(?:[a-z]+-)?(?:4[-.][7-9]|[5-9])(?!\d)/,
    encoding: 'o200k_base',
    factor: { other: 1.42, han: 1.42 },
    frame: CLAUDE_FRAME,
  },
  {
    name: 'claude',
    models: /claude/,
    encoding: 'o200k_base',
    factor: { other: 1.2, han: 1.2 },
    frame: CLAUDE_FRAME,
  },
  {
    name: 'gemini',
    models: /gemini|gemma|learnlm/,
    encoding: 'o200k_base',
    factor: { other: 1.1, han: 0.78 },
    frame: { message: 0, reply: 0, tools: 0 },
  },
  {
    name: 'qwen',
    models: /qwen|qwq|qvq|text-embedding-v\d/,
    encoding: 'o200k_base',
    factor: { other: 1.05, han: 0.78 },
    frame: { tools: 240 },
  },
  {
    name: 'llama',
    models: /llama/,
    encoding: 'o200k_base',
    factor: { other: 1.03, han: 0.97 },
  },
  {
    name: 'deepseek',
    models: /deepseek/,
    encoding: 'o200k_base',
    factor: { other: 1.06, han: 0.76 },
    frame: { tools: 290 },
  },
  ...UNPUBLISHED.map(
    ([name, models]): Family => ({
      name,
      models,
      encoding: 'o200k_base',
      factor: { other: 1.05, han: 0.78 },
    }),
  ),
];

/** Of all others: Mistral, Cohere, Grok, Nova, models of one's own. Nothing is known of them, so nothing is corrected. */
const OTHER: Family = {
  name: 'other',
  models: /./,
  encoding: 'o200k_base',
  factor: { other: 1, han: 1 },
};

/** The family of the first of these names that one is known of; names may be ''. */
export function familyOf(...models: readonly string[]): Family {
  for (const model of models) {
    const name = model.toLowerCase();
    const family = name === '' ? undefined : FAMILIES.find(({ models }) => models.test(name));
    if (family) return family;
  }
  return OTHER;
}

export const frameOf = ({ frame }: Family): Frame => (frame ? { ...FRAME, ...frame } : FRAME);

/** What an estimate was made with, as it is stored and shown: `o200k_base`, or `claude~o200k_base` with a factor. */
export const tokenizerOf = ({ name, encoding, factor }: Family): string =>
  factor ? `${name}~${encoding}` : encoding;
