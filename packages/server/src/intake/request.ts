import type { Envelope } from './envelope.ts';
import type { Rejection } from './rejection.ts';

export type SignalKind = 'traces' | 'logs' | 'metrics';
export type WireFormat = 'protobuf' | 'json';

/** A request as it came in: nobody has looked inside the body yet. */
export interface ReceivedRequest {
  kind: SignalKind;
  format: WireFormat;
  /** Content encoding: `identity`, `gzip`, `deflate` or `zstd`; others are refused by the decompressor. */
  encoding: string;
  body: Uint8Array;
  envelope: Envelope;
}

/** What became of an accepted request, for its sender. */
export interface IngestOutcome {
  rejected: Rejection;
}

/**
 * Makes a request durable: resolves when what was not rejected is committed. Throws DecodeError, TooLarge,
 * UnsupportedMedia or Overloaded when the whole request is refused.
 */
export type Ingest = (request: ReceivedRequest) => Promise<IngestOutcome>;
