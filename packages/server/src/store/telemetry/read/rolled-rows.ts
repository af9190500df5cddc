import type { Question } from '@pharos/core/question';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { hoursIn, type Split, splitAll } from '../rollups/hours.ts';
import { groupingOf, type RolledUp, type Rollup, rolledUp } from '../rollups/rollups.ts';
import { rowConditions } from './filter-sql.ts';
import { lookedAt, type Plan, periodsOf } from './question-plan.ts';
import type { QuestionRows } from './question-rows.ts';
import { integer, integers, rowsOf, sql, trusted } from './sql.ts';

/** What is known of the hours that a question looks at, when a rollup can answer it. */
export interface Rolled extends RolledUp {
  split: Split;
}

/** How the rollups can help with a question; undefined when they cannot. */
export async function rolledFor(engine: Queries, plan: Plan): Promise<Rolled | undefined> {
  const found = rolledUp(plan.question);
  if (!found) return undefined;
  const hours = await hoursIn(engine, plan.scope, lookedAt(plan));
  // Apart, since an hour may lie in both of them.
  const split = splitAll(periodsOf(plan), hours);
  return split.rolled.length > 0 ? { ...found, split } : undefined;
}

/** Sums of these hours that meet the conditions; their columns are called as those of spans. */
export function rolledRows(
  scope: ProjectScope,
  { filters }: Pick<Question, 'filters'>,
  rollup: Rollup,
  rolled: Split['rolled'],
): QuestionRows {
  const hours = rolled.map(({ hour }) => hour);
  const asOf = rolled.map(({ asOf }) => asOf);
  // Sums that were made before late spans came are there until they are swept away.
  const current = sql`fields = ${integer(groupingOf(rollup))} AND hour >= ${integer(hours[0] ?? 0)} AND hour <= ${integer(hours.at(-1) ?? 0)}
  AND as_of = transform(toInt64(hour), ${integers(hours)}, ${integers(asOf)}, 0)`;
  return {
    from: rowsOf(scope, 'rollups', current, rowConditions(scope, filters).rows),
    time: trusted("fromUnixTimestamp64Nano(toInt64(hour) * 3600000000000, 'UTC')"),
  };
}
