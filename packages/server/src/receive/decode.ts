import type { DecodedBatch } from '../intake/decoded.ts';
import { DecodeError } from '../intake/errors.ts';
import type { SignalKind, WireFormat } from '../intake/request.ts';
import { decodeIngestion } from './langfuse/decode.ts';
import { decodeRuns } from './langsmith/decode.ts';
import { decodeRunParts } from './langsmith/decode-multipart.ts';
import { decodeLangtrace } from './langtrace/decode.ts';
import { decodeCollector } from './langwatch/collector.ts';
import { decodeJsonLogs } from './otlp/json-logs.ts';
import { decodeJsonMetrics } from './otlp/json-metrics.ts';
import { decodeJsonTraces } from './otlp/json-traces.ts';
import { decodeProtobufLogs } from './otlp/protobuf-logs.ts';
import { decodeProtobufMetrics } from './otlp/protobuf-metrics.ts';
import { decodeProtobufTraces } from './otlp/protobuf-traces.ts';
import { decodePhoenixSpans } from './phoenix/decode.ts';
import { ofPhoenixProject } from './phoenix/project.ts';

/** What a decoder has to know beside the body. */
export interface DecodeContext {
  receivedNs: bigint;
  contentType: string;
  subject: string;
}

type Decoder = (body: Uint8Array, context: DecodeContext) => DecodedBatch;

/** Every protocol that telemetry is taken in. */
const DECODERS: Record<WireFormat, Partial<Record<SignalKind, Decoder>>> = {
  protobuf: {
    traces: (body, { subject }) => ofPhoenixProject(decodeProtobufTraces(body), subject),
    logs: (body, { receivedNs }) => decodeProtobufLogs(body, receivedNs),
    metrics: decodeProtobufMetrics,
  },
  json: {
    traces: (body, { subject }) => ofPhoenixProject(decodeJsonTraces(body), subject),
    logs: (body, { receivedNs }) => decodeJsonLogs(body, receivedNs),
    metrics: decodeJsonMetrics,
  },
  langfuse: { traces: decodeIngestion },
  langsmith: { traces: decodeRuns },
  'langsmith-multipart': { traces: decodeRunParts },
  langwatch: { traces: decodeCollector },
  langtrace: { traces: decodeLangtrace },
  phoenix: { traces: decodePhoenixSpans },
};

/**
 * Reads an uncompressed request. A bad span, record or data point is only counted in `rejected`; throws DecodeError when the
 * body as a whole is malformed and TooLarge when it holds too many values. What names no time took place at
 * `receivedNs`, nanoseconds since the epoch.
 */
export function decode(
  format: WireFormat,
  kind: SignalKind,
  body: Uint8Array,
  context: DecodeContext,
): DecodedBatch {
  const decoder = DECODERS[format][kind];
  if (!decoder) throw new DecodeError(`there are no ${kind} in this format`);
  return decoder(body, context);
}
