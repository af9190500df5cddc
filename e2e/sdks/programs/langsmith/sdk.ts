import type { Sdk, Target } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

const common = {
  packages: ['langsmith', 'openai'],
  folder: 'langsmith',
  trees: treesOf({
    conversation: 'support-agent [chain]',
    retrieval: (name) => `${name} [retriever]`,
    chat: () => 'ChatOpenAI [llm]',
    tool: (name) => `${name} [tool]`,
  }),
};
const environment = ({ url, secretKey }: Target) => ({
  LANGSMITH_TRACING: 'true',
  LANGSMITH_ENDPOINT: url,
  LANGSMITH_API_KEY: secretKey,
});
const embeddings = 'its OpenAI wrapper leaves embeddings alone';

export const langSmith: readonly Sdk[] = [
  {
    ...common,
    title: 'LangSmith',
    protocol: 'its own API, multipart',
    environment,
    unsent: { embeddings },
  },
  {
    ...common,
    title: 'LangSmith over OpenTelemetry',
    file: 'otel.ts',
    protocol: 'OTLP/HTTP protobuf',
    environment: (target) => ({ ...environment(target), LANGSMITH_OTEL_ENABLED: 'true' }),
    unsent: { embeddings },
  },
];
