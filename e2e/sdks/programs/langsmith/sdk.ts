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
/** Said of the call as such, whatever it is answered. */
const chatter = [/^Creating feedback for a run without sessionId is deprecated/];
const embeddings = 'its OpenAI wrapper leaves embeddings alone';

export const langSmith: readonly Sdk[] = [
  {
    ...common,
    title: 'LangSmith, batched',
    protocol: 'its own API, multipart',
    environment,
    unsent: { embeddings },
    chatter,
  },
  {
    ...common,
    title: 'LangSmith, unbatched',
    file: 'one-by-one.ts',
    protocol: 'its own API, run by run',
    environment,
    unsent: { embeddings },
    chatter,
  },
  {
    ...common,
    title: 'LangSmith, OpenTelemetry',
    file: 'otel.ts',
    protocol: 'OTLP/HTTP protobuf',
    environment: (target) => ({ ...environment(target), LANGSMITH_OTEL_ENABLED: 'true' }),
    unsent: { embeddings },
    chatter,
  },
];
