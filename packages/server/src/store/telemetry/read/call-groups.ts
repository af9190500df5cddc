import { COST_BUCKETS, type CostBucket } from '@pharos/core/api/what-if';
import { parseDecimal } from '@pharos/core/pricing/decimal';
import type { ServiceTier } from '@pharos/core/pricing/tiers';
import type { CallGroup, TokenBucket } from '@pharos/core/what-if/traffic';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import type { CallGroupQuery } from '../contract.ts';
import type { Queries } from '../driver.ts';
import { BARE, PROMPT_TOKENS } from './metric-sql.ts';
import { spanRows } from './question-rows.ts';
import { rangeAsked } from './range-asked.ts';
import { FINAL_WITHIN_PARTITIONS, integer, integers, run, type Sql, sql, trusted } from './sql.ts';

const TIMEOUT_MS = 30_000;
/** So many groups are priced in a second or so. */
export const MAX_CALL_GROUPS = 20_000;

const BUCKETS: Readonly<Record<string, string>> = {
  input: 'input',
  cachedRead: 'cached_read',
  cacheWrite: 'cache_write',
  output: 'output',
  reasoning: 'reasoning',
};

type Row = Record<'start' | 'prompt' | 'calls' | 'total' | 'estimated' | 'costTotal', string> &
  Record<'provider' | 'model' | 'requestModel' | 'agent' | 'region', string> & {
    part: number;
    tier: ServiceTier;
    priced: CallGroup['priced'];
    bare: number;
    tokens: string[];
    cost: string[];
    rareTokens: Record<string, string>;
    rareCost: Record<string, string>;
  };

/** Rows of earlier releases tell it only by the price that they were given. */
const TIER = trusted(
  `multiIf(service_tier != '', service_tier, price_id LIKE '%#batch', 'batch', price_id LIKE '%#flex', 'flex', price_id LIKE '%#priority', 'priority', 'standard')`,
);
const PROMPT = sql`if(${trusted(BARE)}, usage_total, ${trusted(PROMPT_TOKENS)})`;

const of = (columns: string): Sql =>
  trusted(
    `[${Object.values(BUCKETS)
      .map((name) => `sum(${columns}_${name})`)
      .join(', ')}]`,
  );

/** The largest of the ascending bounds that a number exceeds; −1 for none. */
const exceeded = (number: Sql, bounds: readonly number[]): Sql =>
  sql`roundDown(toInt64(${number}) - 1, ${integers([-1, ...bounds])})`;

/**
 * What was used and paid, in groups that no price tells apart: the newest version of each span that counts. A call without a
 * usage is among them where its client told what it cost.
 */
export async function readCallGroups(
  engine: Queries,
  scope: ProjectScope,
  { from, to, filters, search, partSeconds, bounds, byAgent }: CallGroupQuery,
): Promise<CallGroup[]> {
  const range = rangeAsked({ from, to });
  const rows = spanRows(
    scope,
    { filters, search },
    range,
    trusted('counted AND (has_usage OR cost_total != 0)'),
  );
  const first = range.fromNs / 1_000_000_000n / BigInt(partSeconds);
  const found = await run<Row>(
    engine,
    sql`SELECT toUInt32(intDiv(toUnixTimestamp(start_time), ${integer(partSeconds)}) - ${integer(first)}) AS part,
  provider, model, if(request_model = model, '', request_model) AS requestModel, ${trusted(byAgent ? 'agent_name' : `''`)} AS agent,
  ${TIER} AS tier, region, priced, ${trusted(BARE)} AS bare,
  toString(toUnixTimestamp64Nano(min(start_time))) AS start, min(${PROMPT}) AS prompt, count() AS calls,
  sum(usage_total) AS total, sumIf(usage_total, usage_estimated) AS estimated, toString(sum(cost_total)) AS costTotal,
  ${of('usage')} AS tokens, arrayMap(amount -> toString(amount), ${of('cost')}) AS cost,
  sumMap(usage_extra) AS rareTokens, mapApply((bucket, amount) -> (bucket, toString(amount)), sumMap(cost_extra)) AS rareCost
FROM ${rows.from}
GROUP BY part, provider, model, requestModel, agent, tier, region, priced, bare,
  ${exceeded(PROMPT, bounds.prompt)},
  ${exceeded(trusted('toUnixTimestamp(start_time) % 86400 + 1'), bounds.secondOfDay)}
ORDER BY part, model, provider, requestModel, agent, tier, region, calls DESC LIMIT ${integer(MAX_CALL_GROUPS + 1)} ${FINAL_WITHIN_PARTITIONS}`,
    { timeoutMs: TIMEOUT_MS },
  );
  if (found.length > MAX_CALL_GROUPS) {
    throw new ApiError('invalid_request', {
      message: `These calls are of more than ${MAX_CALL_GROUPS} kinds: choose a shorter range, or filter by model.`,
    });
  }
  return found.map(groupOf);
}

function groupOf(row: Row): CallGroup {
  const tokens = new Map<TokenBucket, bigint>();
  const cost = new Map<CostBucket, bigint>();
  const add = <Bucket>(sums: Map<Bucket, bigint>, bucket: Bucket, amount: bigint) => {
    if (amount !== 0n) sums.set(bucket, amount);
  };
  Object.keys(BUCKETS).forEach((bucket, i) => {
    add(tokens, bucket as TokenBucket, BigInt(row.tokens[i] ?? 0));
    add(cost, bucket as CostBucket, pico(row.cost[i]));
  });
  for (const [bucket, amount] of Object.entries(row.rareTokens))
    add(tokens, bucket as TokenBucket, BigInt(amount));
  for (const bucket of COST_BUCKETS)
    if (Object.hasOwn(row.rareCost, bucket)) add(cost, bucket, pico(row.rareCost[bucket]));
  if (row.bare) add(tokens, 'total', BigInt(row.total));
  let told = 0n;
  for (const amount of cost.values()) told += amount;
  add(cost, 'other', pico(row.costTotal) - told);
  const { part, provider, model, requestModel, agent, tier, region, priced } = row;
  return {
    ...{ part, provider, model, requestModel, agent, tier, region, priced, tokens, cost },
    startNs: BigInt(row.start),
    prompt: Number(row.prompt),
    calls: BigInt(row.calls),
    estimatedTokens: BigInt(row.estimated),
  };
}

const pico = (text: string | undefined): bigint => parseDecimal(text ?? '0') ?? 0n;
