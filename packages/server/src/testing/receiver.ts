import { type DecodedBatch, emptyBatch } from '../intake/decoded.ts';
import type { Envelope } from '../intake/envelope.ts';
import type { Ingest } from '../intake/request.ts';
import { decode } from '../receive/decode.ts';
import { decompress } from '../receive/decompress.ts';

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
    async ingest({ kind, format, contentType = '', subject = '', encoding, body, envelope }) {
      const failing = failure;
      failure = undefined;
      if (failing) throw failing.error;
      const batch = decode(format, kind, decompress(encoding, body, MAX_TEST_BODY_BYTES), {
        receivedNs: 1n,
        contentType,
        subject,
      });
      envelopes.push(envelope);
      received.spans.push(...batch.spans);
      received.logs.push(...batch.logs);
      received.fragments.push(...batch.fragments);
      received.scores.push(...batch.scores);
      received.points.push(...batch.points);
      return { rejected: batch.rejected, items: batch.items };
    },
  };
}
