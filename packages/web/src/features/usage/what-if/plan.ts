import type { ChangeInput, WhatIfInput } from '@pharos/core/api/what-if';
import { SERVICE_TIERS, type ServiceTier } from '@pharos/core/pricing/tiers';
import { z } from 'zod';

/** A model as a list of prices or a span names it. */
export interface ModelName {
  provider: string;
  model: string;
}

/** A scenario as the page puts it together; shares and lengths in per cent. What is absent stays as measured. */
export interface Plan {
  /** Whose calls; absent: all. */
  of?: ModelName | undefined;
  to?: ModelName | undefined;
  /** Of these calls, those that go to the other model. */
  share?: number | undefined;
  tokens?: number | undefined;
  cache?: number | undefined;
  tier?: ServiceTier | undefined;
  output?: number | undefined;
}

export const MOST_PLANS = 4;

const model = z
  .string()
  .max(520)
  .transform((text): ModelName => {
    const at = text.indexOf('/');
    return { provider: text.slice(0, Math.max(0, at)), model: text.slice(at + 1) };
  })
  .refine((name) => name.model !== '')
  .optional()
  .catch(undefined);
/** A length is a multiple of what it was, and no answer has none: in per cent, as the API takes it. */
export const LEAST_FACTOR = 1;

const percent = (most: number, least = 0) =>
  z.coerce.number().min(least).max(most).optional().catch(undefined);
const planSchema = z.object({
  of: model,
  to: model,
  share: percent(100),
  tokens: percent(1000, LEAST_FACTOR),
  cache: percent(100),
  tier: z.enum(SERVICE_TIERS).optional().catch(undefined),
  output: percent(1000, LEAST_FACTOR),
});

export const nameOf = ({ provider, model }: ModelName): string => `${provider}/${model}`;

/** The plans of an address: each as a query string, one after another. */
export const readPlans = (text: string | undefined): Plan[] =>
  (text ?? '')
    .split('|')
    .filter(Boolean)
    .slice(0, MOST_PLANS)
    .map((one) => planSchema.parse(Object.fromEntries(new URLSearchParams(one))));

/** An address of the plans; a link that is sent to somebody shows the same. */
export const writePlans = (plans: readonly Plan[]): string => plans.map(written).join('|');

function written(plan: Plan): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(plan)) {
    if (value === undefined) continue;
    params.set(key, typeof value === 'object' ? nameOf(value) : String(value));
  }
  return params.toString() || 'new';
}

/** Cache, length and tier are of the calls as they are; then some of them go to another model. */
export function changesOf({ of = undefined, to, share, tokens, cache, tier, output }: Plan): ChangeInput[] {
  const which = of ? { of } : {};
  const changes: ChangeInput[] = [];
  if (cache !== undefined) changes.push({ kind: 'cache', ...which, cacheShare: cache / 100 });
  if (output !== undefined) changes.push({ kind: 'length', ...which, output: output / 100 });
  if (tier) changes.push({ kind: 'tier', ...which, tier });
  if (to) {
    changes.push({
      ...{ kind: 'model', ...which, to, share: (share ?? 100) / 100 },
      ...(tokens !== undefined ? { tokenFactor: tokens / 100 } : {}),
    });
  }
  return changes;
}

type Asked = Pick<WhatIfInput, 'from' | 'to' | 'filters' | 'search'>;

/** What is asked for plans; one that changes nothing yet asks for a model in place of itself, which costs the same. */
export const requestOf = (asked: Asked, plans: readonly Plan[]): WhatIfInput => ({
  ...asked,
  scenarios: plans.map((plan) => {
    const changes = changesOf(plan);
    return { changes: changes.length > 0 ? changes : [{ kind: 'length' }] };
  }),
});
