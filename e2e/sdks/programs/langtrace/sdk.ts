import { FEEDBACK } from '../../scenario/conversations.ts';
import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

const own = 'its sampler drops every span that is not of its own instrumentations';

export const langtrace: Sdk = {
  title: 'Langtrace',
  packages: ['@langtrase/typescript-sdk', 'openai'],
  folder: 'langtrace',
  protocol: 'its own API',
  environment: ({ url, secretKey }) => ({
    LANGTRACE_API_HOST: `${url}/api/trace`,
    LANGTRACE_API_KEY: secretKey,
  }),
  trees: treesOf({
    conversation: 'support-agent [span]',
    embedding: () => 'openai.embeddings.create [embedding]',
    chat: () => 'openai.chat.completions.create [llm]',
    rejected: 'unsent',
  }),
  feedback: { ...FEEDBACK, comment: null },
  remarks: { feedback: 'its feedback has no comment' },
  unsent: {
    documents: own,
    tools: own,
    failure: own,
    cached: 'its OpenAI instrumentation sends input and output only',
    reasoning: 'its OpenAI instrumentation sends input and output only',
    streamed: 'it sends a guess of its own tokenizer in place of what the provider counted',
    embeddings: 'its OpenAI instrumentation reads no usage from answers of embedding models',
    rejected: 'its OpenAI instrumentation does not end the span of a stream that is turned away',
  },
  chatter: [
    /^@opentelemetry\/api: Registered a global for diag/,
    /Leave our github a star/,
    /^Exported \d+ spans to/,
  ],
};
