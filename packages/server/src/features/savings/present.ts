import type { Savings, Suggestion } from '@pharos/core/api/savings';
import type { TraceSummary } from '@pharos/core/api/spans';
import { formatFilterText } from '@pharos/core/filter-text';
import { formatDecimal, sumDecimals } from '@pharos/core/pricing/decimal';
import { moneyOf, type Ranked } from '@pharos/core/savings/rank';
import { filtersOf } from '@pharos/core/savings/suggestion';
import { plainFigure, wordsOf } from '@pharos/core/savings/words';
import { sha256 } from '../../ids.ts';

/** Short enough for any index, whatever names are in it. */
export const keyOf = (ranked: string): string => sha256(ranked);

interface Known {
  dismissed: ReadonlyMap<string, NonNullable<Suggestion['dismissed']>>;
  traces: ReadonlyMap<string, TraceSummary>;
}

/** A suggestion as the API tells it. */
export function presentSuggestion(ranked: Ranked, { dismissed, traces }: Known): Suggestion {
  const { detector, variant, figures, subject, money, per30Days, spent, certainty, within } = ranked;
  const key = keyOf(ranked.key);
  return {
    ...{ key, detector, variant, ...wordsOf(ranked, 'en', plainFigure), figures, subject },
    money: formatDecimal(money),
    per30Days: formatDecimal(per30Days),
    spent: formatDecimal(spent),
    certainty,
    within: within === undefined ? null : keyOf(within),
    filter: formatFilterText({ filters: filtersOf(subject), search: '' }),
    traces: ranked.traces.map((evidence) => {
      const { traceId } = evidence;
      const trace = traces.get(traceId);
      return {
        traceId,
        money: moneyOf(evidence, ranked),
        name: trace?.name ?? '',
        startTime: trace?.startTime ?? null,
        cost: trace?.cost.total ?? null,
      };
    }),
    dismissed: dismissed.get(key) ?? null,
  };
}

/** What counts: no tokens are saved twice, and what was dismissed will not be saved. */
export function totalsOf(suggestions: readonly Suggestion[]): Pick<Savings, 'money' | 'per30Days'> {
  const counted = suggestions.filter(({ dismissed, within }) => dismissed === null && within === null);
  return {
    money: sumDecimals(counted.map(({ money }) => money)),
    per30Days: sumDecimals(counted.map(({ per30Days }) => per30Days)),
  };
}
