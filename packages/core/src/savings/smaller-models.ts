import { spellings } from '../pricing/names.ts';

/** Models of one maker from large to small, of one generation each: the next one is what a simpler task may do with. */
export const FAMILIES: readonly (readonly string[])[] = [
  ['gpt-4o', 'gpt-4o-mini'],
  ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'],
  ['gpt-4-turbo', 'gpt-4.1-mini'],
  ['gpt-4', 'gpt-4.1-mini'],
  ['gpt-5-pro', 'gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
  ['gpt-5.1', 'gpt-5-mini'],
  ['gpt-5.2-pro', 'gpt-5.2', 'gpt-5-mini'],
  ['gpt-5.3', 'gpt-5.4-mini'],
  ['gpt-5.4-pro', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano'],
  ['gpt-5.5-pro', 'gpt-5.5', 'gpt-5.4-mini'],
  ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna'],
  ['o1', 'o3', 'o4-mini'],
  ['o3-pro', 'o3'],
  ['claude-3-opus', 'claude-3-5-sonnet', 'claude-3-5-haiku'],
  ['claude-opus-4', 'claude-sonnet-4', 'claude-haiku-4-5'],
  ['claude-opus-4-0', 'claude-sonnet-4-0', 'claude-haiku-4-5'],
  ['claude-opus-4-1', 'claude-sonnet-4-5', 'claude-haiku-4-5'],
  ['claude-3-7-sonnet', 'claude-haiku-4-5'],
  ['claude-opus-4-5', 'claude-sonnet-4-5'],
  ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-haiku-4-5'],
  ['claude-opus-4-7', 'claude-sonnet-4-6'],
  ['claude-opus-4-8', 'claude-sonnet-5'],
  ['claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5'],
  ['claude-opus-5-5', 'claude-sonnet-5'],
  ['gemini-1.5-pro', 'gemini-2.0-flash', 'gemini-2.0-flash-lite'],
  ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite'],
  ['gemini-3-pro-preview', 'gemini-3-flash-preview', 'gemini-2.5-flash-lite'],
  ['deepseek-v4-pro', 'deepseek-v4-flash'],
  ['qwen-max', 'qwen-plus', 'qwen-flash'],
  ['qwen3-max', 'qwen-plus'],
  ['glm-4.5', 'glm-4.5-air'],
  ['glm-4.6', 'glm-4.5-air'],
  ['glm-4.7', 'glm-4.7-flash'],
  ['kimi-k2-turbo-preview', 'kimi-k2'],
  ['moonshot-v1-128k', 'moonshot-v1-32k', 'moonshot-v1-8k'],
  ['doubao-1-5-pro-32k', 'doubao-1-5-lite-32k'],
  ['doubao-seed-1-6', 'doubao-seed-1-6-flash'],
  ['hunyuan-large', 'hunyuan-turbos', 'hunyuan-lite'],
  ['mistral-large', 'mistral-medium', 'mistral-small'],
  ['grok-4', 'grok-4-fast'],
  ['command-r-plus', 'command-r', 'command-r7b'],
  ['nova-premier-v1', 'nova-pro-v1', 'nova-lite-v1', 'nova-micro-v1'],
];

const SMALLER: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap((family) =>
    family.slice(0, -1).map((model, i): [string, string] => [model, family[i + 1] ?? model]),
  ),
);

/** The next smaller model of the same maker, as that maker calls it; undefined where the table knows none. */
export function smallerModel(model: string): string | undefined {
  const bare = model.toLowerCase().split('/').at(-1) ?? '';
  for (const name of spellings(bare)) {
    const smaller = SMALLER.get(name);
    if (smaller !== undefined) return smaller;
  }
  return undefined;
}
