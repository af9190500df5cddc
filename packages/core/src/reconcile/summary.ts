import type { Reading } from '../api/reconcile.ts';
import { sumDecimals } from '../pricing/decimal.ts';
import { addCounts, type Counts, tokensOf } from './amounts.ts';
import type { StatementReading } from './read.ts';

const MAX_MODELS = 100;

/** What somebody wants to see of a statement before it is kept: what was recognised, what not, and the sums. */
export function summaryOf(reading: StatementReading): Reading {
  const { provider, zone, zoneTold, from, to, files, problems, lines } = reading;
  const counts: Counts = {};
  const costs = new Map<string, string>();
  for (const line of lines) {
    addCounts(counts, line);
    if (line.cost === undefined) continue;
    costs.set(line.currency, sumDecimals([costs.get(line.currency) ?? '0', line.cost]));
  }
  const tokens = tokensOf(counts);
  const models = new Set(lines.map(({ model }) => model).filter((model) => model !== ''));
  return {
    ...{ provider, zone, zoneTold, from, to, files, problems },
    lines: lines.length,
    models: [...models].sort().slice(0, MAX_MODELS),
    ...(counts.requests !== undefined && { requests: counts.requests }),
    ...(tokens !== undefined && { tokens }),
    costs: [...costs].map(([currency, cost]) => ({ currency, cost })),
  };
}
