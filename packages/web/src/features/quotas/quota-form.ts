import type { StoredQuota } from '@pharos/core/api/quotas';
import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import { type QuotaScope, quotaInputSchema } from '@pharos/core/quotas/quota';
import type { WindowUnit } from '@pharos/core/quotas/window';
import type { QuotaText } from '../../api/quotas.ts';
import { amountsTyped, clearly } from './amount-typed.ts';

export const SCOPE_TYPES = ['project', 'eachUser', 'user', 'model', 'agent', 'tag', 'apiKey'] as const;

/** A quota as it is typed. */
export interface QuotaForm {
  name: string;
  scopeType: QuotaScope['type'];
  scopeValue: string;
  measure: QuotaMeasure;
  windowType: 'calendar' | 'rolling';
  unit: WindowUnit;
  timeZone: string;
  limit: string;
  thresholds: readonly number[];
  action: 'notify' | 'deny';
  onUnavailable: 'allow' | 'deny';
}

/** What a new quota begins with: it only notes, so that nobody is refused by a first try. */
export const newForm = (timeZone: string): QuotaForm => ({
  name: '',
  scopeType: 'project',
  scopeValue: '',
  measure: 'tokens',
  windowType: 'calendar',
  unit: 'day',
  timeZone,
  limit: '',
  thresholds: [50, 80, 100],
  action: 'notify',
  onUnavailable: 'allow',
});

/** A quota ready to be changed. */
export const formOf = ({ scope, window, ...quota }: StoredQuota, timeZone: string): QuotaForm => ({
  name: quota.name,
  scopeType: scope.type,
  scopeValue: 'value' in scope ? scope.value : '',
  measure: quota.measure,
  windowType: window.type,
  unit: window.unit,
  timeZone: window.type === 'calendar' ? window.timeZone : timeZone,
  limit: clearly(quota.limit),
  thresholds: quota.thresholds,
  action: quota.action,
  onUnavailable: quota.onUnavailable,
});

/** Whether a scope is about one thing that has a name. */
export const isNamed = (type: QuotaScope['type']): boolean => type !== 'project' && type !== 'eachUser';

/** What is wrong, by field; of the limit, what it can mean: nothing, or more than one amount. */
export type Problems = Partial<Record<'name' | 'scopeValue' | 'timeZone', true>> & {
  limit?: readonly string[];
};

/** What was typed as the API takes it, or what is wrong with it. */
export function parseForm(form: QuotaForm, enabled = true): { quota: QuotaText } | { problems: Problems } {
  const limits = amountsTyped(form.measure, form.limit);
  const limit = limits.length === 1 ? limits[0] : undefined;
  const scope = isNamed(form.scopeType)
    ? { type: form.scopeType, value: form.scopeValue.trim() }
    : { type: form.scopeType };
  const quota = {
    name: form.name.trim(),
    scope,
    measure: form.measure,
    window:
      form.windowType === 'calendar'
        ? { type: 'calendar', unit: form.unit, timeZone: form.timeZone.trim() }
        : { type: 'rolling', unit: form.unit },
    limit,
    thresholds: [...form.thresholds],
    ...{ action: form.action, onUnavailable: form.onUnavailable, enabled },
  };
  const parsed = quotaInputSchema.safeParse(quota);
  if (parsed.success) return { quota: parsed.data };
  const problems: Problems = {};
  for (const { path } of parsed.error.issues) {
    if (path[0] === 'name') problems.name = true;
    if (path[0] === 'scope') problems.scopeValue = true;
    if (path[0] === 'window') problems.timeZone = true;
  }
  if (limit === undefined) problems.limit = limits;
  return { problems };
}

/** A threshold as typed, `90` or `90 %`; undefined for what is none. */
export function thresholdTyped(text: string): number | undefined {
  const match = /^\s*(\d{1,4})\s*%?\s*$/.exec(text);
  const value = Number(match?.[1]);
  return match && value >= 1 && value <= 1000 ? value : undefined;
}
