import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const langfuse: Sdk = {
  title: 'Langfuse 5',
  packages: ['@langfuse/tracing', '@langfuse/otel', '@langfuse/client', '@langfuse/openai', 'openai'],
  folder: 'langfuse',
  protocol: 'OTLP/HTTP JSON; scores over its own API',
  environment: ({ url, publicKey, secretKey }) => ({
    LANGFUSE_BASE_URL: url,
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
  }),
  trees: treesOf({
    conversation: 'support-agent [agent]',
    retrieval: (name) => `${name} [retriever]`,
    embedding: () => 'OpenAI.embeddings [embedding]',
    chat: () => 'OpenAI.chat [llm]',
    tool: (name) => `${name} [tool]`,
  }),
  unsent: {
    embeddings: 'its OpenAI wrapper reads no usage from answers of embedding models',
  },
};
