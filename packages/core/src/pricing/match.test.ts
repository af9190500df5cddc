import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { matchModel } from './match.ts';

const idOf = (provider: string, model: string) => matchModel(provider, model)?.id;

test.each([
  ['openai', 'gpt-4.1', 'openai/gpt-4.1'],
  ['openai', 'gpt-4o-2024-08-06', 'openai/gpt-4o'],
  ['', 'gpt-5-mini-2025-08-07', 'openai/gpt-5-mini'],
  ['', 'text-embedding-3-small', 'openai/text-embedding-3-small'],
  ['anthropic', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
  ['azure.ai.openai', 'o4-mini', 'azure/o4-mini'],
  ['', 'azure/o4-mini', 'azure/o4-mini'],
  ['gcp.vertex_ai', 'gemini-2.5-flash', 'google/gemini-2.5-flash'],
  ['', 'models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
  ['', 'openrouter/anthropic/claude-sonnet-4.5', 'openrouter/anthropic/claude-sonnet-4.5'],
  ['litellm', 'anthropic/claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5'],
  ['groq', 'llama-3.3-70b-versatile', 'groq/llama-3.3-70b-versatile'],
  ['xai', 'grok-4', 'x-ai/grok-4-0709'],
  ['mistral_ai', 'codestral', 'mistral/codestral'],
  ['', 'fireworks/kimi-k2p6', 'fireworks/kimi-k2p6'],
  ['', 'fireworks_ai/accounts/fireworks/models/kimi-k2p6', 'fireworks/kimi-k2p6'],
  ['fireworks', 'accounts/fireworks/models/kimi-k2p6', 'fireworks/kimi-k2p6'],
  ['', 'ft:gpt-4o-mini-2024-07-18:shop::a1', 'openai/ft:gpt-4o-mini'],
  ['openai', 'ft:gpt-4.1-2025-04-14:shop:returns:a1', 'openai/ft:gpt-4.1'],
  ['', 'openai/ft:gpt-4.1-nano-2025-04-14:shop::a1', 'openai/ft:gpt-4.1-nano'],
])('%s %s is priced as %s', (provider, model, id) => {
  expect(idOf(provider, model)).toBe(id);
});

const REGIONAL = 'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0';
test.each([
  ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['', 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
])('a Bedrock model in a region costs the regional price: %s %s', (provider, model) => {
  expect(idOf(provider, model)).toBe(REGIONAL);
});

test.each([
  ['qwen3-max', 'openrouter/qwen/qwen3-max'],
  ['glm-4.6', 'openrouter/z-ai/glm-4.6'],
  ['deepseek-chat', 'deepseek/deepseek-chat'],
  ['kimi-k2', 'moonshotai/kimi-k2'],
])('%s is found without a provider, and when an OpenAI-compatible client reports openai', (model, id) => {
  expect(idOf('', model)).toBe(id);
  expect(idOf('openai', model)).toBe(id);
  expect(idOf('', model.toUpperCase())).toBe(id);
});

test.each([
  ['ollama', 'deepseek-chat'],
  ['', 'ollama/deepseek-chat'],
  ['vllm', 'qwen3-max'],
])('a model on the own machine has no price: %s %s', (provider, model) => {
  expect(idOf(provider, model)).toBeUndefined();
});

test.each([
  ['', 'llama-3.1-70b'],
  ['', 'atlas-chat-7b'],
  ['', 'ft:gpt-5-2025-08-07:shop::a1'],
  ['azure', 'ft:gpt-4.1-2025-04-14:shop::a1'],
  ['together', 'gpt-4o'],
  ['__proto__', 'constructor'],
  ['', ''],
  ['', 'x'.repeat(5000)],
])('a name that means no one price stays unknown: %s %.40s', (provider, model) => {
  expect(idOf(provider, model)).toBeUndefined();
});

test('every listed model is found by its provider and its own id', () => {
  const lost = [...catalogue().values()].flatMap((provider) =>
    provider.models
      .filter((listed) => matchModel(listed.provider, listed.model, listed.region) === undefined)
      .map(({ id }) => id),
  );
  expect(lost).toEqual([]);
});

test('any text as provider, model and region ends in an answer', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom('constructor', '__proto__', 'alibaba', 'qwen-plus'),
  );
  fc.assert(
    fc.property(text, text, text, (provider, model, region) => {
      expect(() => matchModel(provider, model, region)).not.toThrow();
    }),
  );
});
