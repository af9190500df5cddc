import { type DecodedBatch, emptyBatch } from '../intake/decoded.ts';
import type { Envelope } from '../intake/envelope.ts';
import type { Ingest } from '../intake/request.ts';
import { decompress } from '../receive/decompress.ts';
import { decode } from '../receive/otlp/decode.ts';

export const MAX_TEST_BODY_BYTES = 1024 * 1024;

/** The receiving end without a store behind it: reads what comes in as a worker would and keeps it in memory. */
export interface TestReceiver {
  ingest: Ingest;
  envelope(projectId: string, apiKeyId: string): Envelope;
  /** Everything received so far, as one batch. */
  received: DecodedBatch;
  envelopes: Envelope[];
  /** Makes the next request fail with this. */
  failWith(error: unknown): void;
}

export function testReceiver(): TestReceiver {
  const received = emptyBatch();
  const envelopes: Envelope[] = [];
  let failure: { error: unknown } | undefined;
  return {
    received,
    envelopes,
    envelope: (projectId, apiKeyId) => ({ projectId, apiKeyId, receivedAtMs: 1, version: 1n }),
    failWith(error) {
      failure = { error };
    },
    async ingest({ kind, format, encoding, body, envelope }) {
      const failing = failure;
      failure = undefined;
      if (failing) throw failing.error;
      const batch = decode(format, kind, decompress(encoding, body, MAX_TEST_BODY_BYTES), 1n);
      envelopes.push(envelope);
      received.spans.push(...batch.spans);
      received.logs.push(...batch.logs);
      return { rejected: batch.rejected };
    },
  };
}
