import type { Filter } from '@pharos/core/filter';
import { onlySubject, type QuotaScope } from '@pharos/core/quotas/quota';
import type { SpendingQuery } from '../../store/telemetry/contract.ts';
import type { LiveQuota } from './live-quota.ts';

/** So many users of a quota are counted, in each of its buckets: those who spend most. */
export const MAX_SUBJECTS = 200_000;

/** The field of spans that a scope is about. */
const FIELDS = { user: 'user', model: 'model', agent: 'agent', tag: 'tag', apiKey: 'apiKey' } as const;

const filtersOf = (scope: QuotaScope): Filter[] =>
  scope.type === 'project' || scope.type === 'eachUser'
    ? []
    : [{ field: FIELDS[scope.type], op: '=', values: [scope.value] }];

/** What is asked of telemetry to count a quota over a range. */
export function spendingQueryOf(
  { quota: { scope, measure, window } }: LiveQuota,
  { fromMs, toMs, partMs }: { fromMs: number; toMs: number; partMs?: number | undefined },
  limit = MAX_SUBJECTS,
): SpendingQuery {
  // A request is a trace to whoever looks at users, and a call to whoever looks at models: its root names no model.
  const calls = scope.type === 'model' || scope.type === 'agent';
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    metric: measure === 'requests' && calls ? 'modelCalls' : measure,
    filters: filtersOf(scope),
    byUser: scope.type === 'eachUser',
    ...(window.type === 'rolling' && partMs !== undefined && { partMs }),
    limit,
  };
}

/** The subject that an amount of telemetry belongs to. */
export const subjectOf = ({ quota: { scope } }: LiveQuota, user: string): string =>
  onlySubject(scope) ?? user;
