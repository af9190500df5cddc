import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const openLit: Sdk = {
  title: 'OpenLIT',
  packages: ['openlit', 'openai'],
  folder: 'openlit',
  protocol: 'OTLP/HTTP JSON',
  environment: ({ url, secretKey }) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secretKey}`,
  }),
  trees: treesOf({
    conversation: 'support-agent [agent]',
    retrieval: (name) => `${name} [retriever]`,
    embedding: (model) => `embeddings ${model} [embedding]`,
    chat: (model) => `chat ${model} [llm]`,
    tool: (name) => `${name} [tool]`,
  }),
  unsent: { reasoning: 'its OpenAI instrumentation sends no tokens of reasoning' },
};
