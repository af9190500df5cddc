import { FEEDBACK } from '../../scenario/conversations.ts';
import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

const trees = treesOf({
  conversation: 'support-agent [agent]',
  retrieval: (name) => `${name} [retriever]`,
  embedding: () => 'embed [embedding]',
  chat: (model) => `chat ${model} [llm]`,
  tool: (name) => `${name} [tool]`,
});

export const langWatch: Sdk = {
  title: 'LangWatch',
  packages: ['langwatch', 'openai'],
  folder: 'langwatch',
  protocol: 'OTLP/HTTP JSON',
  environment: ({ url, secretKey }) => ({ LANGWATCH_ENDPOINT: url, LANGWATCH_API_KEY: secretKey }),
  trees: {
    ...trees,
    refund: [...trees.refund, `support-agent [agent] > ${FEEDBACK.name} [evaluator]`].sort(),
  },
  unsent: {},
};
