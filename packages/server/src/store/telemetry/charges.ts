import type { Cost } from '@pharos/core/pricing/cost';
import type { Span } from '@pharos/core/span';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';
import type { Driver } from './driver.ts';
import { INSERT_SETTINGS, settingsText } from './settings.ts';
import { RARE_COSTS, SPAN_COLUMNS } from './span-columns.ts';
import { type StoredRow, storedSpan } from './stored-span.ts';

/** Where a list of spans by start has come to. */
export interface ChargeCursor {
  startNs: bigint;
  traceId: string;
  spanId: string;
}

/** A span whose cost is Pharos' to work out, as it is stored, without its texts. */
export interface ChargedSpan {
  span: Span;
  version: bigint;
  /** It is no second record of what another span counts. */
  counted: boolean;
}

/** What a span costs now; undefined: it has no price. */
export interface NewCharge extends ChargedSpan {
  cost: Cost | undefined;
}

/** What stored spans cost, to be looked at and changed when prices change. */
export interface Charges {
  /** How many spans of the range were used and not priced by the client itself. */
  count(scope: ProjectScope, range: TimeRange): Promise<number>;
  /** The next of them by start, trace and id. */
  after(
    scope: ProjectScope,
    range: TimeRange,
    cursor: ChargeCursor | undefined,
    limit: number,
  ): Promise<ChargedSpan[]>;
  /**
   * Writes a newer version of each, in order of start, with its new cost, on disk when it resolves. One that was changed
   * since it was read is left alone. Must not overlap with other writing.
   */
  charge(scope: ProjectScope, charges: readonly NewCharge[]): Promise<void>;
}

const PREVIEWS: ReadonlySet<string> = new Set(['input_preview', 'output_preview']);
const COLUMNS = SPAN_COLUMNS.map(({ name }) => name);
const READ = COLUMNS.filter((name) => !PREVIEWS.has(name)).join(', ');
const OURS = `project_id = {project:String} AND kind != '' AND has_usage = 1 AND priced != 'client'
  AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')`;
const FINAL_WITHIN_PARTITIONS = 'SETTINGS do_not_merge_across_partitions_select_final = 1';

const COUNT_SQL = `SELECT count() AS spans FROM spans FINAL WHERE ${OURS} ${FINAL_WITHIN_PARTITIONS}`;
const afterSql = (cursor: boolean): string => `
SELECT ${READ}, toUnixTimestamp64Nano(start_time) AS start_ns FROM spans FINAL WHERE ${OURS}${
  cursor
    ? `
  AND (start_time, trace_id, span_id) > (fromUnixTimestamp64Nano({start:Int64}, 'UTC'), {trace:String}, {span:String})`
    : ''
}
ORDER BY start_time, trace_id, span_id LIMIT {limit:UInt64} ${FINAL_WITHIN_PARTITIONS}`;

const money = (list: string) => `toDecimal64({${list}:Array(String)}[place], 12)`;
const told = (list: string) => `{${list}:Array(String)}[place]`;
/** What a new charge changes; the value for each row is found by the row's place in the list of keys. */
const CHANGED: Readonly<Record<string, string>> = {
  ver: 'ver + 1',
  cost_input: money('input'),
  cost_cached_read: money('cachedRead'),
  cost_cache_write: money('cacheWrite'),
  cost_output: money('output'),
  cost_reasoning: money('reasoning'),
  cost_total: money('total'),
  cost_extra: `CAST(mapApply((bucket, amount) -> (bucket, toDecimal64(amount, 12)),
  JSONExtract(${told('extra')}, 'Map(String, String)')), 'Map(LowCardinality(String), Decimal(18, 12))')`,
  cost_cache_saved: money('cacheSaved'),
  currency: told('currency'),
  priced: told('priced'),
  price_id: told('priceId'),
  price_version: told('priceVersion'),
};
const CHARGE_SQL = `
INSERT INTO spans (${COLUMNS.join(', ')}) SETTINGS ${settingsText(INSERT_SETTINGS)}
WITH indexOf({keys:Array(String)}, concat(trace_id, '\\n', span_id)) AS place
SELECT ${COLUMNS.map((name) => CHANGED[name] ?? name).join(', ')} FROM (
  SELECT ${COLUMNS.join(', ')} FROM spans
  WHERE project_id = {project:String} AND trace_id IN {traces:Array(String)}
    AND start_time BETWEEN fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND fromUnixTimestamp64Nano({to:Int64}, 'UTC')
    AND concat(trace_id, '\\n', span_id) IN {keys:Array(String)}
  ORDER BY ver DESC LIMIT 1 BY trace_id, span_id
) WHERE ver = {versions:Array(UInt64)}[place]`;

/** Amounts with a column of their own. */
const AMOUNTS = ['input', 'cachedRead', 'cacheWrite', 'output', 'reasoning', 'total', 'cacheSaved'] as const;

const extraOf = (cost: Cost | undefined): string =>
  JSON.stringify(
    Object.fromEntries(RARE_COSTS.flatMap((bucket) => (cost?.[bucket] ? [[bucket, cost[bucket]]] : []))),
  );

export function createCharges(driver: Driver): Charges {
  const within = (project: ProjectScope, { fromNs, toNs }: TimeRange) => ({
    project,
    from: fromNs,
    to: toNs,
  });
  return {
    async count(scope, range) {
      const [row] = await driver.query<{ spans: string }>(COUNT_SQL, within(scope, range));
      return Number(row?.spans ?? 0);
    },
    async after(scope, range, cursor, limit) {
      const rows = await driver.query<StoredRow>(afterSql(cursor !== undefined), {
        ...within(scope, range),
        limit,
        ...(cursor && { start: cursor.startNs, trace: cursor.traceId, span: cursor.spanId }),
      });
      return rows.map((row) => ({
        span: storedSpan(row, undefined),
        version: BigInt(row.ver),
        counted: row.counted === 1,
      }));
    },
    async charge(scope, charges) {
      const [first, last] = [charges[0], charges.at(-1)];
      if (!first || !last) return;
      const of = (read: (cost: Cost) => string | undefined, none: string) =>
        charges.map(({ cost }) => (cost && read(cost)) ?? none);
      await driver.command(CHARGE_SQL, {
        project: scope,
        traces: [...new Set(charges.map(({ span }) => span.traceId))],
        keys: charges.map(({ span }) => `${span.traceId}\n${span.spanId}`),
        versions: charges.map(({ version }) => version),
        from: first.span.startNs,
        to: last.span.startNs,
        ...Object.fromEntries(AMOUNTS.map((amount) => [amount, of((cost) => cost[amount], '0')])),
        extra: charges.map(({ cost }) => extraOf(cost)),
        currency: of(({ currency }) => currency, ''),
        priced: charges.map(({ cost }) => (cost ? 'priced' : 'unpriced')),
        priceId: of(({ priceId }) => priceId, ''),
        priceVersion: of(({ priceVersion }) => priceVersion, ''),
      });
    },
  };
}
