import type { Sdk } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

export const aiSdk6: Sdk = {
  title: 'Vercel AI SDK 6',
  packages: ['ai', '@ai-sdk/openai', '@opentelemetry/sdk-node'],
  folder: 'ai-6',
  protocol: 'OTLP/HTTP protobuf',
  environment: ({ url, secretKey }) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secretKey}`,
  }),
  trees: treesOf({
    conversation: 'invoke_agent support-agent [agent]',
    retrieval: (name) => `retrieval ${name} [retriever]`,
    embedding: () => 'ai.embed [chain] > ai.embed.doEmbed [embedding]',
    round: (_, streamed) => (streamed ? 'ai.streamText [agent]' : 'ai.generateText [agent]'),
    chat: (_, streamed) => (streamed ? 'ai.streamText.doStream [llm]' : 'ai.generateText.doGenerate [llm]'),
    tool: () => 'ai.toolCall [tool]',
  }),
  unsent: { feedback: 'it only traces' },
};
