import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

const stream = 'its OpenAI instrumentation reads no usage from streams';

export const phoenix: Sdk = {
  title: 'Arize Phoenix, OpenInference',
  packages: [
    '@arizeai/phoenix-otel',
    '@arizeai/phoenix-client',
    '@arizeai/openinference-instrumentation-openai',
    'openai',
  ],
  folder: 'phoenix',
  protocol: 'OTLP/HTTP protobuf; annotations over its own API',
  environment: ({ url, secretKey }) => ({
    PHOENIX_COLLECTOR_ENDPOINT: url,
    PHOENIX_HOST: url,
    PHOENIX_API_KEY: secretKey,
  }),
  trees: treesOf({
    conversation: 'support-agent [agent]',
    retrieval: (name) => `${name} [retriever]`,
    embedding: () => 'OpenAI Embeddings [embedding]',
    chat: () => 'OpenAI Chat Completions [llm]',
    rejected: 'unsent',
    tool: (name) => `${name} [tool]`,
  }),
  unsent: {
    streamed: stream,
    embeddings: 'its OpenAI instrumentation reads no usage from answers of embedding models',
    rejected: 'its OpenAI instrumentation does not end the span of a stream that is turned away',
  },
};
