import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const laminar: Sdk = {
  title: 'Laminar',
  packages: ['@lmnr-ai/lmnr', 'openai'],
  folder: 'laminar',
  protocol: 'OTLP/gRPC',
  environment: ({ grpcPort, secretKey }) => ({
    LMNR_BASE_URL: 'http://127.0.0.1',
    LMNR_PROJECT_API_KEY: secretKey,
    PHAROS_GRPC_PORT: String(grpcPort),
  }),
  trees: treesOf({
    conversation: 'support-agent [span]',
    retrieval: (name) => `${name} [span]`,
    chat: (model) => `chat ${model} [llm]`,
    rejected: 'unsent',
    tool: (name) => `${name} [tool]`,
  }),
  unsent: {
    cached: 'its OpenAI instrumentation sends input and output only',
    reasoning: 'its OpenAI instrumentation sends input and output only',
    streamed: 'its OpenAI instrumentation reads no usage from streams',
    embeddings: 'its OpenAI instrumentation leaves embeddings alone',
    documents: 'it has no kind for a retrieval: what was found is the output of a step like any other',
    rejected: 'its OpenAI instrumentation does not end the span of a stream that is turned away',
    feedback: 'its scores go to an API of Laminar that Pharos does not speak',
  },
};
