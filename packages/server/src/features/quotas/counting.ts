import type { Filter } from '@pharos/core/filter';
import { onlySubject, type QuotaInput, type QuotaScope } from '@pharos/core/quotas/quota';
import type { SpendingQuery } from '../../store/telemetry/contract.ts';
import type { LiveQuota } from './live-quota.ts';

/** So many users of a quota are counted, in each of its buckets: those who spend most. */
export const MAX_SUBJECTS = 200_000;

/** The field of spans that a scope is about. */
const FIELDS = { user: 'user', model: 'model', agent: 'agent', tag: 'tag', apiKey: 'apiKey' } as const;

/** Which spans a scope is about; of one for each user, those of one of them if it is said whose. */
export const filtersOf = (scope: QuotaScope, user?: string): Filter[] =>
  scope.type === 'eachUser' && user !== undefined
    ? [{ field: 'user', op: '=', values: [user] }]
    : scope.type === 'project' || scope.type === 'eachUser'
      ? []
      : [{ field: FIELDS[scope.type], op: '=', values: [scope.value] }];

/** What is asked of telemetry to count a quota over a range. */
export function spendingQueryOf(
  { quota: { scope, measure, window } }: LiveQuota,
  { fromMs, toMs, partMs }: { fromMs: number; toMs: number; partMs?: number | undefined },
  limit = MAX_SUBJECTS,
): SpendingQuery {
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    metric: metricOf({ scope, measure }),
    filters: filtersOf(scope),
    byUser: scope.type === 'eachUser',
    ...(window.type === 'rolling' && partMs !== undefined && { partMs }),
    limit,
  };
}

/** A request is a trace to whoever looks at users, and a call to whoever looks at models: its root names no model. */
export const metricOf = ({
  scope,
  measure,
}: Pick<QuotaInput, 'scope' | 'measure'>): SpendingQuery['metric'] =>
  measure === 'requests' && (scope.type === 'model' || scope.type === 'agent') ? 'modelCalls' : measure;

/** The subject that an amount of telemetry belongs to. */
export const subjectOf = ({ quota: { scope } }: LiveQuota, user: string): string =>
  onlySubject(scope) ?? user;
