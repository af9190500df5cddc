import { MAX_SCENARIOS, type WhatIf, type WhatIfInput } from '@pharos/core/api/what-if';
import type { ModelName } from './plan.ts';
import type { PricedModels } from './priced-models.ts';

/** Makers whose models most people weigh against each other. */
const USUAL = ['openai', 'anthropic', 'google', 'deepseek'] as const;

/** Those that the reader chose, else the usual ones. */
export function chosenProviders(
  chosen: readonly string[] | undefined,
  priced: readonly PricedModels[],
  { measured }: WhatIf,
): string[] {
  const known = new Set(priced.map(({ provider }) => provider));
  const used = (measured.byModel ?? []).map(({ provider }) => provider);
  return [...new Set(chosen ?? [...USUAL, ...used])].filter((provider) => known.has(provider));
}

type Asked = Pick<WhatIfInput, 'from' | 'to' | 'filters' | 'search'>;

/**
 * Every model of these providers, and the project's own, in place of the ones that are meant: totals alone. An answer holds
 * so many; providers that were chosen first come first, and `cut` are those for which there is no room.
 */
export function requestOfCandidates(
  asked: Asked,
  priced: readonly PricedModels[],
  providers: readonly string[],
  of: ModelName | undefined,
): { request: WhatIfInput; cut: number } {
  const models = ['', ...providers].flatMap(
    (provider) => priced.find((each) => each.provider === provider)?.models ?? [],
  );
  return {
    cut: Math.max(0, models.length - MAX_SCENARIOS),
    request: {
      ...asked,
      totalsOnly: true,
      scenarios: models.slice(0, MAX_SCENARIOS).map(({ provider, model }) => ({
        name: `${provider}/${model}`,
        changes: [{ kind: 'model', ...(of ? { of } : {}), to: { provider, model } }],
      })),
    },
  };
}

export interface Ranked {
  key: string;
  /** Undefined: what was measured. */
  to: ModelName | undefined;
  provider: string;
  before: string;
  cost: string;
}

/** Models that can price every call that has a price now, the cheapest first, after what was measured. */
export function ranked(
  { measured, outcomes }: WhatIf,
  { scenarios = [] }: WhatIfInput,
  now: string,
): Ranked[] {
  const models = outcomes.flatMap(({ name, before, after, left }, at): Ranked[] => {
    const [change] = scenarios[at]?.changes ?? [];
    const cannot = left.some(({ reason }) => reason !== 'unpricedNow');
    if (cannot || change?.kind !== 'model') return [];
    const to = { provider: change.to.provider ?? '', model: change.to.model };
    return [{ key: name, to, provider: to.provider, before, cost: after.cost }];
  });
  return [
    { key: `\u0000${now}`, to: undefined, provider: '', before: measured.cost, cost: measured.cost },
    ...models.sort((a, b) => Number(a.cost) - Number(b.cost)),
  ];
}
