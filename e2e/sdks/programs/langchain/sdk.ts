import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const langChain: Sdk = {
  title: 'LangChain, OpenInference',
  packages: ['@arizeai/openinference-instrumentation-langchain', '@langchain/core', '@langchain/openai'],
  folder: 'langchain',
  protocol: 'OTLP/HTTP protobuf',
  environment: ({ url, secretKey }) => ({ PHOENIX_COLLECTOR_ENDPOINT: url, PHOENIX_API_KEY: secretKey }),
  trees: treesOf({
    conversation: 'support-agent [chain]',
    retrieval: (name) => `${name} [retriever]`,
    chat: () => 'ChatOpenAI [llm]',
    tool: (name) => `${name} [tool]`,
  }),
  unsent: {
    embeddings: 'LangChain has no callbacks for embeddings',
    feedback: 'annotations are sent by the Phoenix client: see there',
  },
};
