import type { DecodedBatch } from '../../intake/decoded.ts';
import type { SignalKind, WireFormat } from '../../intake/request.ts';
import { decodeJsonLogs } from './json-logs.ts';
import { decodeJsonTraces } from './json-traces.ts';
import { refuseJsonMetrics, refuseProtobufMetrics } from './metrics.ts';
import { decodeProtobufLogs } from './protobuf-logs.ts';
import { decodeProtobufTraces } from './protobuf-traces.ts';

type Decoder = (body: Uint8Array, receivedNs: bigint) => DecodedBatch;

const DECODERS: Record<WireFormat, Record<SignalKind, Decoder>> = {
  protobuf: {
    traces: decodeProtobufTraces,
    logs: decodeProtobufLogs,
    metrics: refuseProtobufMetrics,
  },
  json: {
    traces: decodeJsonTraces,
    logs: decodeJsonLogs,
    metrics: refuseJsonMetrics,
  },
};

/**
 * Reads an uncompressed OTLP export request. A bad span or log record is only counted in `rejected`; throws
 * DecodeError when the body as a whole is malformed and TooLarge when it holds too many values. Log
 * records of which none names a time take `receivedNs`, nanoseconds since the epoch.
 */
export function decode(
  format: WireFormat,
  kind: SignalKind,
  body: Uint8Array,
  receivedNs: bigint,
): DecodedBatch {
  return DECODERS[format][kind](body, receivedNs);
}
