import type { Envelope } from './envelope.ts';
import type { Rejection } from './rejection.ts';

export const SIGNAL_KINDS = ['traces', 'logs', 'metrics'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];
/** OTLP's two forms, and the protocols of other systems. */
export const WIRE_FORMATS = [
  'protobuf',
  'json',
  'langfuse',
  'langsmith',
  'langsmith-multipart',
  'langwatch',
  'langtrace',
  'phoenix',
] as const;
export type WireFormat = (typeof WIRE_FORMATS)[number];

/** A request as it came in: nobody has looked inside the body yet. */
export interface ReceivedRequest {
  kind: SignalKind;
  format: WireFormat;
  /** The content type's own words where the format needs them, such as the boundary of its parts. */
  contentType?: string;
  /** What the path names, such as the run that is changed. */
  subject?: string;
  /** Content encoding: `identity`, `gzip`, `deflate` or `zstd`; others are refused by the decompressor. */
  encoding: string;
  body: Uint8Array;
  envelope: Envelope;
}

/** What became of an accepted request, for its sender. */
export interface IngestOutcome {
  rejected: Rejection;
  /** What the request calls its things, in order; empty for protocols that do not answer for each. */
  items: readonly string[];
}

/**
 * Makes a request durable: resolves when what was not rejected is committed. Throws DecodeError, TooLarge,
 * UnsupportedMedia or Overloaded when the whole request is refused.
 */
export type Ingest = (request: ReceivedRequest) => Promise<IngestOutcome>;
