import type { Told } from './fragments/tell.ts';
import { NO_END_TIME, type Span, type SpanPatch } from './span.ts';
import { isLasting, type LedgerEntry, type LedgerFacts } from './trace-ledger.ts';

type Spending = Pick<Span, 'usage' | 'usageTokenizer' | 'cost'>;

/** Whether a span reports anything that sums would count. */
const spends = ({ usage, usageTokenizer, cost }: Spending): boolean => {
  const isReported = usageTokenizer === '';
  if (isReported && (usage?.total ?? 0) > 0) return true;
  return cost !== undefined && cost.total !== '0' && (isReported || cost.priceId === 'client');
};

/** Whether all that sums would count of it is an estimate of ours. */
const isEstimate = (span: Spending): boolean => span.usageTokenizer !== '' && !spends(span);

/** What the ledger of its trace has to know of a span. */
export const ledgerEntryOf = (span: Span): LedgerEntry & Pick<Span, 'traceId'> => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId,
  startNs: span.startNs,
  endNs: span.endNs,
  kind: span.kind,
  spends: spends(span),
  estimated: isEstimate(span),
  userId: span.userId,
  sessionId: span.sessionId,
  convention: span.convention,
  lasting: isLasting(span),
});

export const factsOfPatch = (patch: SpanPatch): LedgerFacts => ({
  spends: (patch.usage?.total ?? 0) > 0,
  userId: patch.userId ?? '',
  sessionId: patch.sessionId ?? '',
  endNs: 0n,
});

export const factsOfTold = ({ span, placed }: Told): LedgerFacts => ({
  spends: spends(span) || (span.clientCost !== undefined && span.clientCost !== '0'),
  userId: span.userId,
  sessionId: span.sessionId,
  endNs: placed || span.attributes.get(NO_END_TIME) !== true ? span.endNs : 0n,
});
