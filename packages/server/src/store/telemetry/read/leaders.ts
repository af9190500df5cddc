import { metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import type { Queries } from '../driver.ts';
import { summedColumn } from '../rollups/rollups.ts';
import { formulaOf, SUM } from './metric-sql.ts';
import { dimension, isPrevious, partialRows, sourcesOf } from './question-parts.ts';
import type { Plan } from './question-plan.ts';
import { haveHoursChanged, type Leaders, type Rolled, rolledFor } from './rolled-rows.ts';
import { FINAL_WITHIN_PARTITIONS, integer, join, run, type Sql, sql, trusted } from './sql.ts';

/** Of these there may be as many values as there are traces. */
const MANY: ReadonlySet<string> = new Set(['user', 'session']);

const largestOf = ({ metrics: [name = ''] }: Question) => {
  const metric = metricNamed(name);
  return metric && formulaOf(metric);
};

const ATTEMPTS = 3;

/**
 * Asks with the help of rollups, as far as they have any: anew where hours changed meanwhile, and by spans alone where they
 * never rest.
 */
export async function askPrepared<Result>(
  engine: Queries,
  plan: Plan,
  ask: (rolled: Rolled | undefined) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await ask(await prepared(engine, plan));
    } catch (error) {
      if (!haveHoursChanged(error)) throw error;
    }
  }
  return ask(undefined);
}

/** How rollups help with a question, and where there may be many groups, which are the largest. */
async function prepared(engine: Queries, plan: Plan): Promise<Rolled | undefined> {
  const rolled = await rolledFor(engine, plan);
  const { dimensions } = plan.question;
  const isOfMany = dimensions.length === 1 && dimensions.every((name) => MANY.has(name));
  const addsUp = largestOf(plan.question)?.measures.every(({ merge }) => merge === SUM);
  return rolled && isOfMany && addsUp
    ? { ...rolled, leaders: await leadersOf(engine, plan, rolled) }
    : rolled;
}

/** The largest groups, as the ranking of {@link questionSql} would have them. */
async function leadersOf(engine: Queries, plan: Plan, rolled: Rolled): Promise<Leaders> {
  const rows = await run<{ g0: string }>(engine, leadersSql(plan, rolled));
  return rows.map(({ g0 }) => g0);
}

function leadersSql(plan: Plan, rolled: Rolled): Sql {
  const { question } = plan;
  const formula = largestOf(question);
  const measures = formula?.measures ?? [];
  const whole = { ...plan, buckets: undefined };
  const [sums, ...others] = sourcesOf(whole, rolled);
  const columns = measures.map(({ partial }, i) => trusted(`${summedColumn(partial)} AS m${i}`));
  // Sums are not summed up before the end: there are nearly as many groups as rows.
  const summed =
    sums &&
    sql`SELECT ${dimension(question.dimensions[0] ?? '')} AS g0, ${isPrevious(plan, sums.rows)}, ${join(columns, ', ')} FROM ${sums.rows.from}`;
  const partials = measures.map(({ partial }, i) => trusted(`${partial} AS m${i}`));
  const counted = others.map(
    ({ rows }) =>
      sql`SELECT g0, previous, ${trusted(measures.map((_, i) => `m${i}`).join(', '))} FROM (${partialRows(whole, rows, partials)})`,
  );
  const size =
    formula?.figure(
      measures.map((_, i) => `sumIf(m${i}, previous = 0)`),
      '1',
    ) ?? '0';
  return sql`SELECT g0 FROM (${join([...(summed ? [summed] : []), ...counted], '\nUNION ALL\n')})
GROUP BY g0 ORDER BY ${trusted(size)} DESC NULLS LAST, g0 LIMIT ${integer(question.limit)} ${FINAL_WITHIN_PARTITIONS}`;
}
