import { type LiveItems, RATE_STEP_SECONDS, RATE_WINDOW_SECONDS } from '@pharos/core/api/live';
import { metricNamed } from '@pharos/core/metrics';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { IS_OPEN } from '../outcome.ts';
import { notPassedOn } from './error-groups.ts';
import { formulaOf } from './metric-sql.ts';
import { FINAL_WITHIN_PARTITIONS, integer, latestOf, run, type Sql, sql, trusted, within } from './sql.ts';

const OPTIONS = { timeoutMs: 5_000 };
const NS_PER_SECOND = 1_000_000_000n;
/** How long before the window a span may have begun that ended in it. */
const REACH_SECONDS = 900;
const MESSAGE_LENGTH = 300;
const START = trusted('start_time');
const END_NS = trusted('(toUnixTimestamp64Nano(start_time) + toInt64(duration_ns))');
const RATES = ['requests', 'requestErrors', 'tokens', 'cost'] as const;

const figures = RATES.map((name) => {
  const metric = metricNamed(name);
  const partial = metric && formulaOf(metric).measures[0]?.partial;
  if (partial === undefined) throw new Error(`There is no metric ${name}.`);
  return `toFloat64(${partial}) AS ${name}`;
}).join(', ');

/** Whole stretches up to now, and when spans began that may have ended in them. */
function windowAt(nowNs: bigint) {
  const stepNs = BigInt(RATE_STEP_SECONDS) * NS_PER_SECOND;
  const fromNs = (nowNs / stepNs) * stepNs + stepNs - BigInt(RATE_WINDOW_SECONDS) * NS_PER_SECOND;
  const toNs = nowNs + NS_PER_SECOND;
  return { fromNs, toNs, began: { fromNs: fromNs - BigInt(REACH_SECONDS) * NS_PER_SECOND, toNs } };
}

/** Spans that ended in the window that ends now. */
function ended(scope: ProjectScope, nowNs: bigint, ...where: Sql[]): Sql {
  const { fromNs, toNs, began } = windowAt(nowNs);
  const end = sql`${END_NS} >= ${integer(fromNs)} AND ${END_NS} < ${integer(toNs)}`;
  return latestOf(scope, 'spans', within(START, began), end, trusted(`NOT ${IS_OPEN}`), ...where);
}

export async function liveRates(
  engine: Queries,
  scope: ProjectScope,
  nowNs: bigint,
): Promise<Map<number, LiveItems['rates']>> {
  const step = integer(BigInt(RATE_STEP_SECONDS) * NS_PER_SECOND);
  const rows = await run<LiveItems['rates'] & { step: string }>(
    engine,
    sql`SELECT intDiv(${END_NS}, ${step}) AS step, ${trusted(figures)} FROM ${ended(scope, nowNs)}
GROUP BY step ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return new Map(
    rows.map(({ step: nth, ...rates }) => [Number(nth) * RATE_STEP_SECONDS * 1000, rates] as const),
  );
}

export async function liveFailures(
  engine: Queries,
  scope: ProjectScope,
  nowNs: bigint,
  limit: number,
): Promise<{ total: number; latest: LiveItems['errors'][] }> {
  const failed = trusted(`status = 'error' AND error_group != ''`);
  const rows = await run<Omit<LiveItems['errors'], 'at'> & { atMs: string; total: number }>(
    engine,
    sql`SELECT trace_id AS traceId, span_id AS spanId, intDiv(${END_NS}, 1000000) AS atMs,
  toString(error_type) AS type, substringUTF8(if(status_message != '', status_message, toString(error_message)), 1, ${integer(MESSAGE_LENGTH)}) AS message,
  toString(multiIf(tool_name != '', tool_name, model != '', model, name)) AS place,
  toString(agent_name) AS agent, user_id AS userId, toString(error_group) AS group,
  toUInt32(count() OVER ()) AS total
FROM ${ended(scope, nowNs, failed, notPassedOn(scope, windowAt(nowNs).began))}
ORDER BY atMs DESC, traceId, spanId LIMIT ${integer(limit)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return {
    total: rows[0]?.total ?? 0,
    latest: rows.map(({ atMs, total: _, ...row }) => ({ ...row, at: new Date(Number(atMs)).toISOString() })),
  };
}
