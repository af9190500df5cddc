import type { Told } from './fragments/tell.ts';
import { NO_END_TIME, type Span, type SpanPatch } from './span.ts';
import type { LedgerFacts } from './trace-ledger.ts';

type Spending = Pick<Span, 'usage' | 'usageTokenizer' | 'cost'>;

/** Whether a span reports anything that sums would count. */
export const spends = ({ usage, usageTokenizer, cost }: Spending): boolean => {
  const isReported = usageTokenizer === '';
  if (isReported && (usage?.total ?? 0) > 0) return true;
  return cost !== undefined && cost.total !== '0' && (isReported || cost.priceId === 'client');
};

/** Whether all that sums would count of it is an estimate of ours. */
export const isEstimate = (span: Spending): boolean => span.usageTokenizer !== '' && !spends(span);

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
