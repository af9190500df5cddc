import { metricNamed } from '@pharos/core/metrics';
import { nsFromIso } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Spending, SpendingQuery } from '../contract.ts';
import type { Queries } from '../driver.ts';
import { decimal } from './decimal.ts';
import { rowConditions } from './filter-sql.ts';
import { formulaOf } from './metric-sql.ts';
import { printedRows } from './printed-rows.ts';
import { FINAL_WITHIN_PARTITIONS, integer, latestOf, render, type Sql, sql, trusted, within } from './sql.ts';

const TIMEOUT_MS = 20_000;
/** It runs in the background, again and again: the other cores are for those who wait. */
const ONE_CORE = trusted(', max_threads = 1');
const MAX_BYTES = 64 << 20;
const START = trusted('start_time');
const START_NS = trusted('toUnixTimestamp64Nano(start_time)');

/** Sums of a metric that adds up, by the formula that charts of it have, so that both agree. */
function amountSql(name: SpendingQuery['metric']): Sql {
  const metric = metricNamed(name);
  const partial = metric && formulaOf(metric).measures[0]?.partial;
  if (partial === undefined) throw new TypeError(`there is no metric ${name}`);
  return trusted(partial);
}

/** What was spent in a range, by who spent it: the newest version of each span, in the part in which it started. */
export async function readSpending(
  engine: Queries,
  scope: ProjectScope,
  { from, to, metric, filters = [], byUser = false, partMs, limit }: SpendingQuery,
): Promise<Spending[]> {
  const range = { fromNs: nsFromIso(from) ?? 0n, toNs: nsFromIso(to) ?? 0n };
  const { rows } = rowConditions(scope, filters);
  const of = latestOf(scope, 'spans', within(START, range), rows, ...(byUser ? [sql`user_id != ''`] : []));
  const part =
    partMs === undefined
      ? sql`0`
      : sql`intDiv(${START_NS} - ${integer(range.fromNs)}, ${integer(BigInt(partMs) * 1_000_000n)})`;
  const { sql: statement, params } = render(
    sql`SELECT ${trusted(byUser ? 'user_id' : "''")} AS subject, toUInt32(${part}) AS part,
  ${amountSql(metric)} AS total, toString(total) AS amount
FROM ${of} GROUP BY subject, part HAVING total > 0
ORDER BY total DESC, subject LIMIT ${integer(limit)} ${FINAL_WITHIN_PARTITIONS}${ONE_CORE}`,
  );
  const lines = await engine.print(statement, params, 'JSONEachRow', {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  return printedRows(lines, ({ subject, part, amount }: Spending) => ({
    ...{ subject, part },
    amount: decimal(amount),
  }));
}
