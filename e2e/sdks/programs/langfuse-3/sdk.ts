import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const langfuse3: Sdk = {
  title: 'Langfuse 3',
  packages: ['langfuse', 'openai'],
  folder: 'langfuse-3',
  protocol: 'its own ingestion API',
  environment: ({ url, publicKey, secretKey }) => ({
    LANGFUSE_BASEURL: url,
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
  }),
  trees: treesOf({
    conversation: 'support-agent [span]',
    retrieval: (name) => `${name} [retriever]`,
    embedding: () => 'llm-call [embedding]',
    chat: () => 'llm-call [llm]',
    tool: (name) => `${name} [tool]`,
  }),
  remarks: {
    tree: 'it has no kinds of steps: the program says them in metadata named kind, which Pharos reads',
  },
  unsent: {
    embeddings: 'its OpenAI wrapper reads no usage from answers of embedding models',
  },
};
