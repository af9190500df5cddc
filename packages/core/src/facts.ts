import type { Told } from './fragments/tell.ts';
import { NO_END_TIME, type Span, type SpanPatch } from './span.ts';
import type { LedgerFacts } from './trace-ledger.ts';

type Spending = Pick<Span, 'usage' | 'cost'>;

/** Whether a span has anything that sums would count. */
export const spends = ({ usage, cost }: Spending): boolean =>
  (usage?.total ?? 0) > 0 || (cost !== undefined && cost.total !== '0');

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
