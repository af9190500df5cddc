import { FEEDBACK } from '../../scenario/conversations.ts';
import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const traceloop: Sdk = {
  title: 'OpenLLMetry, Traceloop',
  packages: ['@traceloop/node-server-sdk', 'openai'],
  folder: 'traceloop',
  protocol: 'OTLP/HTTP protobuf',
  environment: ({ url, secretKey }) => ({ TRACELOOP_BASE_URL: url, TRACELOOP_API_KEY: secretKey }),
  trees: {
    ...treesOf({
      conversation: 'support-agent.workflow [chain] > support_agent.agent [agent]',
      retrieval: (name) => `${name}.task [chain] > qdrant.query [retriever]`,
      chat: (model) => `chat ${model} [llm]`,
      rejected: 'unsent',
      tool: (name) => `${name}.tool [tool]`,
    }),
    parcel: ['… > chat gpt-4.1 [llm]'],
  },
  feedback: { ...FEEDBACK, comment: null },
  remarks: {
    tree: 'it does not end a step that throws, nor those around it: of the last conversation only the call of the model arrives',
    feedback: 'its feedback has no comment',
  },
  unsent: {
    cached: 'its OpenAI instrumentation sends input and output only',
    reasoning: 'its OpenAI instrumentation sends input and output only',
    streamed: 'it sends a guess of its own tokenizer in place of what the provider counted',
    embeddings: 'its OpenAI instrumentation leaves embeddings alone',
    rejected: 'it does not end the span of a call that is turned away',
    failure: 'it does not end the span of a step that throws',
  },
};
