import type { Assumption, Outcome, Scenario, WhatIf } from '../api/what-if.ts';
import { formatDecimal, parseDecimal } from '../pricing/decimal.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { atOnce, type InTurns, mapInTurns } from '../turns.ts';
import { distinct } from './assumptions.ts';
import { Cells } from './cells.ts';
import { applyChange } from './changes.ts';
import { rounded } from './fraction.ts';
import { LeftOver } from './left-over.ts';
import { measuredAs, priceFlow } from './price-flow.ts';
import { PriceNotes } from './price-notes.ts';
import { asMeasured, type CallGroup, type Flow, type Traffic } from './traffic.ts';

export interface WhatIfOptions {
  /** Stretches of time that there are. */
  parts: number;
  /** Whether what the totals are made of is wanted. */
  inDetail: boolean;
}

/** What the calls used and cost as it was measured. */
export function measuredSpent(
  groups: readonly CallGroup[],
  { parts, inDetail }: WhatIfOptions,
): WhatIf['measured'] {
  const cells = new Cells(1n);
  for (const group of groups) cells.add(group, group.calls, measuredAs(group, 1n));
  const sum = (amount: (group: CallGroup) => bigint) =>
    Number(groups.reduce((total, group) => total + amount(group), 0n));
  return {
    ...cells.spent(parts, inDetail),
    unpricedCalls: sum(({ priced, calls }) => (priced === 'unpriced' ? calls : 0n)),
    estimatedTokens: sum(({ estimatedTokens }) => estimatedTokens),
  };
}

/**
 * What the same calls would cost after the changes of a scenario, beside what they cost as measured. Exact until it is told:
 * cutting the calls into other groups changes nothing, and what no change touches costs what was measured to the last
 * digit. Calls that have no cost on one of the two sides are in neither sum and told apart.
 */
export function* whatIfInTurns(
  groups: readonly CallGroup[],
  { name, changes }: Scenario,
  prices: PriceBook,
  { parts, inDetail }: WhatIfOptions,
): InTurns<Outcome> {
  let traffic: Traffic = asMeasured(groups);
  const assumed: Assumption[] = [];
  for (const change of changes) {
    const changed = yield* applyChange(traffic, change, prices);
    traffic = changed.traffic;
    assumed.push(...changed.assumptions);
  }
  const { scale } = traffic;
  const after = new Cells(scale);
  const left = new LeftOver(scale);
  const notes = new PriceNotes(scale);
  let sum = 0n;
  const add = (flow: Flow) => {
    const { group, share } = flow;
    const priced = priceFlow(flow, prices);
    const before = group.priced === 'unpriced' ? undefined : costOf(group) * share;
    if ('reason' in priced) {
      left.add(flow, priced, before, undefined);
    } else if (before === undefined) {
      left.add(flow, { reason: 'unpricedNow' }, undefined, priced);
    } else {
      notes.add(flow, priced.price);
      sum += before;
      after.add({ ...flow, part: group.part }, group.calls * share, priced);
    }
  };
  yield* mapInTurns(traffic.flows, add);
  const told = { before: formatDecimal(rounded(sum, scale)), after: after.spent(parts, inDetail) };
  return {
    name,
    ...told,
    difference: formatDecimal((parseDecimal(told.after.cost) ?? 0n) - (parseDecimal(told.before) ?? 0n)),
    left: left.told(),
    assumptions: distinct([...assumed, ...notes.told()]),
  };
}

/** {@link whatIfInTurns} at once. */
export const whatIf = (...asked: Parameters<typeof whatIfInTurns>): Outcome =>
  atOnce(whatIfInTurns(...asked));

/** In 10^-12 USD. */
function costOf({ cost }: CallGroup): bigint {
  let sum = 0n;
  for (const amount of cost.values()) sum += amount;
  return sum;
}
