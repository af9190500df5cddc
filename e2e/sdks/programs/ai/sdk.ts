import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const aiSdk: Sdk = {
  title: 'Vercel AI SDK 7',
  packages: ['ai', '@ai-sdk/openai', '@ai-sdk/otel', '@opentelemetry/sdk-node'],
  folder: 'ai',
  protocol: 'OTLP/HTTP protobuf',
  environment: ({ url, secretKey }) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secretKey}`,
  }),
  trees: treesOf({
    conversation: 'invoke_agent support-agent [agent]',
    retrieval: (name) => `retrieval ${name} [retriever]`,
    embedding: (model) => `embeddings ${model} [embedding] > embeddings ${model} [embedding]`,
    round: (model) => `invoke_agent ${model} [agent] > step 1 [chain]`,
    chat: (model) => `chat ${model} [llm]`,
    rejected: 'unsent',
    tool: (name) => `execute_tool ${name} [tool]`,
  }),
  unsent: {
    rejected: 'it makes one span of all attempts at a call',
    feedback: 'it only traces',
  },
};
