import type { Question } from '@pharos/core/question';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { EngineError } from '../engine-errors.ts';
import { hoursIn, hoursOf, type Split, splitAll } from '../rollups/hours.ts';
import { idOf, type RolledUp, type Rollup, rolledUp } from '../rollups/rollups.ts';
import { AS_OF, ROLLUP_HOURS, ROLLUP_SUMS } from '../rollups/schema.ts';
import { rowConditions } from './filter-sql.ts';
import { lookedAt, type Plan, periodsOf } from './question-plan.ts';
import type { QuestionRows } from './question-rows.ts';
import { integer, rowsOf, sql, text, trusted, unsigned } from './sql.ts';

/** The largest groups of a question of one dimension, in their order. */
export type Leaders = readonly string[];

/** What is known of the hours that a question looks at, when a rollup can answer it. */
export interface Rolled extends RolledUp {
  split: Split;
  /** Where there may be so many groups that naming the largest first is cheaper than ranking all with all their figures. */
  leaders?: Leaders;
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

/**
 * Sums of hours that meet the conditions; their columns are called as those of spans. Which sums are the current ones is found
 * by the statement itself: there may be more hours than one can name. It fails where these are no longer those of the split.
 */
export function rolledRows(
  scope: ProjectScope,
  { filters }: Pick<Question, 'filters'>,
  rollup: Rollup,
  { rolled, raw }: Split,
): QuestionRows {
  const [first, last] = [rolled[0]?.hour ?? 0, rolled.at(-1)?.hour ?? 0];
  const among = sql`hour >= ${integer(first)} AND hour <= ${integer(last)}`;
  const apart = raw.map((part) => {
    const { from, to } = hoursOf(part);
    return sql`NOT (hour >= ${integer(from)} AND hour <= ${integer(to)})`;
  });
  const known = sql`SELECT (groupArray(hour), groupArray(as_of)) FROM (
  SELECT hour, ${trusted(AS_OF)} AS as_of FROM ${rowsOf(scope, ROLLUP_HOURS.name, among, ...apart)}
  GROUP BY hour HAVING as_of > 0 ORDER BY hour)`;
  const sum = BigInt.asUintN(
    64,
    rolled.reduce((sum, { asOf }) => sum + BigInt(asOf), 0n),
  );
  const isSame = sql`length(known.1) = ${integer(rolled.length)} AND arraySum(known.2) = ${unsigned(sum)}`;
  const current = sql`throwIf(NOT (${isSame}), ${text(CHANGED)}) = 0 AND as_of = transform(hour, known.1, known.2, toUInt64(0))`;
  const where = [among, sql`fields = ${integer(idOf(rollup))}`, current];
  return {
    from: sql`(WITH (${known}) AS known SELECT * FROM ${rowsOf(scope, ROLLUP_SUMS, ...where, rowConditions(scope, filters).rows)})`,
    time: trusted("fromUnixTimestamp64Nano(toInt64(hour) * 3600000000000, 'UTC')"),
  };
}

const CHANGED = 'The hours that are rolled up have changed.';
const THROWN = 395;

/** Spans came into an hour, or its sums were made anew, since it was looked up: what was asked has to be asked again. */
export const haveHoursChanged = (error: unknown): boolean =>
  error instanceof EngineError && error.code === THROWN && error.message.includes(CHANGED);
