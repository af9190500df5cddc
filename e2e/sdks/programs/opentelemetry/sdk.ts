import type { Sdk, Target } from '../../src/sdk.ts';
import { treesOf } from '../../src/trees.ts';

const common = {
  packages: ['@opentelemetry/sdk-node'],
  folder: 'opentelemetry',
  trees: treesOf({
    conversation: 'invoke_agent support-agent [agent]',
    retrieval: (name) => `retrieval ${name} [retriever]`,
    embedding: (model) => `embeddings ${model} [embedding]`,
    chat: (model) => `chat ${model} [llm]`,
    tool: (name) => `execute_tool ${name} [tool]`,
  }),
  unsent: {},
};

const over = (protocol: string, endpoint: (target: Target) => string, rest: Record<string, string> = {}) => ({
  environment: (target: Target) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(target),
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${target.secretKey}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    ...rest,
  }),
});

export const openTelemetry: readonly Sdk[] = [
  {
    ...common,
    ...over('http/protobuf', ({ url }) => url),
    title: 'OpenTelemetry gen_ai, protobuf',
    protocol: 'OTLP/HTTP protobuf',
  },
  {
    ...common,
    ...over('http/json', ({ url }) => url, { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }),
    title: 'OpenTelemetry gen_ai, JSON',
    protocol: 'OTLP/HTTP JSON, gzip',
  },
  {
    ...common,
    ...over('grpc', ({ grpcPort }) => `http://127.0.0.1:${grpcPort}`),
    title: 'OpenTelemetry gen_ai, gRPC',
    protocol: 'OTLP/gRPC',
  },
];
