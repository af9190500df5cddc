import type { MeasuredStep } from '@pharos/core/reconcile/measured';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import type { MeteredQuery } from '../contract.ts';
import type { Queries } from '../driver.ts';
import { decimal } from './decimal.ts';
import { BARE, ROWS } from './metric-sql.ts';
import { printedRows } from './printed-rows.ts';
import { spanRows } from './question-rows.ts';
import { FINAL_WITHIN_PARTITIONS, integer, render, sql, trusted } from './sql.ts';

/** Steps × providers × models of one answer. */
const MAX_STEPS = 50_000;
const MAX_BYTES = 64 << 20;
const TIMEOUT_MS = 30_000;
const NS_PER_MS = 1_000_000n;

const extra = (...names: string[]) => names.map((name) => `usage_extra['${name}']`).join(' + ');
const ESTIMATED = 'usage_estimated';
const FAILED = `status = 'error'`;

/** Each in the sense of core/reconcile/amounts.ts: audio and images with their side, reasoning with the output. */
const SUMS = {
  requests: `countIf(${ROWS.modelCalls})`,
  input: `sum(if(${BARE}, toUInt64(usage_total), toUInt64(usage_input) + ${extra('inputAudio', 'inputImage')}))`,
  cachedRead: 'sum(usage_cached_read)',
  cacheWrite: `sum(toUInt64(usage_cache_write) + ${extra('cacheWrite1h')})`,
  output: `sum(toUInt64(usage_output) + usage_reasoning + ${extra('outputAudio', 'outputImage')})`,
  unpricedRequests: `countIf(priced = 'unpriced')`,
  unpricedTokens: `sumIf(usage_total, priced = 'unpriced')`,
  estimatedTokens: `sumIf(usage_total, ${ESTIMATED})`,
  errorRequests: `countIf(${FAILED})`,
  errorTokens: `sumIf(usage_total, ${FAILED})`,
} as const;
const MONEY = {
  cost: 'toString(sum(cost_total))',
  estimatedCost: `toString(sumIf(cost_total, ${ESTIMATED}))`,
  errorCost: `toString(sumIf(cost_total, ${FAILED}))`,
} as const;

const named = (table: Readonly<Record<string, string>>) =>
  Object.entries(table)
    .map(([name, formula]) => `${formula} AS ${name}`)
    .join(',\n  ');

type Printed = Record<keyof typeof SUMS | 'step', number | string> &
  Record<keyof typeof MONEY | 'who' | 'what', string>;

const present = ({ who, what, cost, estimatedCost, errorCost, ...counts }: Printed): MeasuredStep => ({
  ...(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])) as Record<
    keyof typeof SUMS | 'step',
    number
  >),
  ...{ provider: who, model: what },
  ...{ cost: decimal(cost), estimatedCost: decimal(estimatedCost), errorCost: decimal(errorCost) },
});

/** What was used in a range by step, provider and model: of each span the newest version, each token once. */
export async function readMetered(
  engine: Queries,
  scope: ProjectScope,
  { fromMs, toMs, stepMs, filters }: MeteredQuery,
): Promise<MeasuredStep[]> {
  const range = { fromNs: BigInt(fromMs) * NS_PER_MS, toNs: BigInt(toMs) * NS_PER_MS };
  const spends = trusted(`counted AND (has_usage OR cost_total > 0 OR ${ROWS.modelCalls})`);
  const { from, time } = spanRows(scope, { filters: [...filters], search: '' }, range, spends);
  const step = sql`toUInt32(intDiv(toUnixTimestamp64Nano(${time}) - ${integer(range.fromNs)}, ${integer(BigInt(stepMs) * NS_PER_MS)}))`;
  const { sql: statement, params } = render(
    sql`SELECT ${step} AS step, provider AS who, if(model = '', request_model, model) AS what,
  ${trusted(named(SUMS))},
  ${trusted(named(MONEY))}
FROM ${from} GROUP BY step, who, what ORDER BY step, who, what
LIMIT ${integer(MAX_STEPS + 1)} ${FINAL_WITHIN_PARTITIONS}`,
  );
  const options = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  const steps = await printedRows(await engine.print(statement, params, 'JSONEachRow', options), present);
  if (steps.length <= MAX_STEPS) return steps;
  throw new ApiError('invalid_request', {
    message: `Models were used in more than ${MAX_STEPS} steps of ${stepMs / 60_000} minutes, each model counted, which is more than can be compared at once: choose a shorter time, or filter by model.`,
  });
}
