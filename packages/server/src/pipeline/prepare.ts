import { EVALUATION_EVENT, evaluationScore, logMeaning, logRecord } from '@pharos/core/log-events';
import { normalise } from '@pharos/core/normalise';
import { priceSpan } from '@pharos/core/pricing/price';
import type { PriceBook } from '@pharos/core/pricing/price-book';
import type { Score } from '@pharos/core/score';
import type { RawSpan, Span, SpanPatch } from '@pharos/core/span';
import type { DecodedBatch } from '../intake/decoded.ts';
import type { Envelope } from '../intake/envelope.ts';
import { type RejectReason, reject } from '../intake/rejection.ts';
import { RowEncoder } from '../store/telemetry/encode.ts';
import type { PreparedBatch, PreparedPatch, PreparedSpan } from './prepared.ts';

export type Prepare = (batch: DecodedBatch, envelope: Envelope, prices: PriceBook) => PreparedBatch;

/**
 * Normalise → price → encode: what a worker does to every span. A span that cannot be taken is counted in
 * `rejected` and harms no other. Made once a thread: the encoder keeps its buffers from batch to batch.
 */
export function createPrepare(): Prepare {
  const encoder = new RowEncoder();
  return (batch, envelope, prices) => {
    const spans: PreparedSpan[] = [];
    const scoredTraces: string[] = [];
    const encodeScore = (score: Score) => {
      encoder.score(score, envelope);
      scoredTraces.push(score.traceId);
    };
    const requireTime = timeRule(envelope.receivedAtMs);
    for (const raw of batch.spans) {
      const prepared = attempt(batch, () => {
        requireTime(raw.startNs);
        return prepareSpan(raw, envelope, prices, encoder, encodeScore);
      });
      if (prepared) spans.push(prepared);
    }
    const patches: PreparedPatch[] = [];
    let logCount = 0;
    for (const log of batch.logs) {
      attempt(batch, () => {
        requireTime(log.timeNs);
        const record = logRecord(log);
        const meaning = logMeaning(log);
        // The record last: what is refused must not be stored.
        if (meaning?.score) encodeScore(meaning.score);
        if (meaning?.patch) {
          encoder.patch(meaning.patch, envelope);
          patches.push(preparedPatch(meaning.patch));
        }
        encoder.log(record, envelope);
        logCount += 1;
      });
    }
    const { projectId, version } = envelope;
    return {
      projectId,
      version,
      ...encoder.take(),
      spans,
      patches,
      logCount,
      scoreCount: scoredTraces.length,
      scoredTraces: [...new Set(scoredTraces)].filter((id) => id !== ''),
      rejected: batch.rejected,
    };
  };
}

const DAY_NS = 86_400_000_000_000n;
const MAX_DAYS_PER_REQUEST = 100;

class BadTime extends RangeError {
  readonly reason: RejectReason;

  constructor(reason: RejectReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Each day is a partition, and each partition of an insert a file to sync: a request may not name endlessly many. */
function timeRule(receivedAtMs: number): (timeNs: bigint) => void {
  const latestNs = BigInt(receivedAtMs) * 1_000_000n + DAY_NS;
  const days = new Set<bigint>();
  return (timeNs) => {
    if (timeNs > latestNs) throw new BadTime('bad_time', 'a time lies more than a day in the future');
    const day = timeNs / DAY_NS;
    if (days.size >= MAX_DAYS_PER_REQUEST && !days.has(day)) {
      throw new BadTime(
        'too_many_days',
        `the times of one request lie on more than ${MAX_DAYS_PER_REQUEST} days`,
      );
    }
    days.add(day);
  };
}

function attempt<Result>(batch: DecodedBatch, step: () => Result): Result | undefined {
  try {
    return step();
  } catch (error) {
    const reason = error instanceof BadTime ? error.reason : 'failed';
    reject(batch, reason, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function prepareSpan(
  raw: RawSpan,
  envelope: Envelope,
  prices: PriceBook,
  encoder: RowEncoder,
  encodeScore: (score: Score) => void,
): PreparedSpan {
  const span: Span = normalise(raw);
  span.cost = priceSpan(span, prices);
  for (const event of span.events) {
    if (event.name !== EVALUATION_EVENT) continue;
    const score = evaluationScore({ ...ids(span), timeNs: event.timeNs }, event.attributes);
    if (score) encodeScore(score);
  }
  // The span last: a row of a span that is then refused would be taken for a part of the next one's.
  const ends = encoder.span(span, envelope);
  return {
    ...ids(span),
    parentSpanId: span.parentSpanId,
    startNs: span.startNs,
    endNs: span.endNs,
    kind: span.kind,
    spends: (span.usage?.total ?? 0) > 0 || (span.cost !== undefined && span.cost.total !== '0'),
    userId: span.userId,
    sessionId: span.sessionId,
    convention: span.convention,
    ...ends,
  };
}

const ids = ({ traceId, spanId }: Span) => ({ traceId, spanId });

const preparedPatch = (patch: SpanPatch): PreparedPatch => ({
  traceId: patch.traceId,
  spanId: patch.spanId,
  spends: (patch.usage?.total ?? 0) > 0,
  userId: patch.userId ?? '',
  sessionId: patch.sessionId ?? '',
});
