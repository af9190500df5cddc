import type { Waste, WasteCause, WasteQuery } from '@pharos/core/api/waste';
import { formatDecimal, parseDecimal } from '@pharos/core/pricing/decimal';
import { type Clock, isoFromNs, nowNs } from '@pharos/core/time';
import { WASTE_KINDS, type WasteKind } from '@pharos/core/waste/waste';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { decimal } from '../decimal.ts';
import { readListQuery } from '../list-query.ts';
import { integer, run, type Sql, sql, trusted } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS, HEAVY, HEAVY_OPTIONS } from './heavy.ts';
import { IS_CALL, type Judged, judgedSpans } from './judged.ts';
import { wasteGroups } from './waste-groups.ts';

const CAUSES = 10;
const WORST = 5;
const COLUMNS = `cost_total, usage_total, trace_id, ${IS_CALL} AS is_call, name, agent_name, model, error_type`;

/** A kind, or one of its causes. */
interface Row extends Record<'name' | 'agent' | 'model' | 'error', string> {
  waste: WasteKind | '';
  /** 1 of a kind. */
  whole: number;
  cost: string;
  tokens: number;
  calls: string;
  traces: string;
  worst: [cost: string, traceId: string][];
}

const NOTHING = { cost: '0', tokens: 0, calls: 0, traces: 0 };
const figuresOf = ({ cost, tokens, calls, traces }: Row) => ({
  cost: decimal(cost),
  tokens,
  calls: Number(calls),
  traces: Number(traces),
});

/** What was wasted in a range, by kind and cause and, when asked, by a dimension. */
export async function readWaste(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { by, limit, ...query }: WasteQuery,
): Promise<Waste> {
  const judged: Judged = { ...readListQuery(clock, { ...query, limit }), nowNs: nowNs(clock) };
  const rows = await run<Row>(engine, sql`${causesSql(scope, judged)} ${HEAVY}`, HEAVY_OPTIONS);
  const kinds = new Map(rows.filter(({ whole }) => whole === 1).map((row) => [row.waste, figuresOf(row)]));
  const costOf = (kind: WasteKind | '') => parseDecimal(kinds.get(kind)?.cost ?? '0') ?? 0n;
  const wasted = WASTE_KINDS.reduce((sum, kind) => sum + costOf(kind), 0n);
  return {
    from: isoFromNs(judged.range.fromNs),
    to: isoFromNs(judged.range.toNs),
    cost: formatDecimal(wasted + costOf('')),
    wasted: formatDecimal(wasted),
    kinds: WASTE_KINDS.map((kind) => ({ kind, ...(kinds.get(kind) ?? NOTHING) })),
    causes: rows.flatMap((row) => causeOf(row) ?? []),
    ...(by && { groups: await wasteGroups(engine, scope, judged, by, limit) }),
  };
}

/** What the most was wasted on, of each kind, for what is worked out in the background. */
export async function wasteCauses(
  engine: Queries,
  scope: ProjectScope,
  asked: CallsAsked,
  nowNs: bigint,
): Promise<WasteCause[]> {
  const causes = causesSql(scope, { ...asked, nowNs });
  const rows = await run<Row>(engine, sql`${causes} ${BACKGROUND}`, BACKGROUND_OPTIONS);
  return rows.flatMap((row) => causeOf(row) ?? []);
}

function causeOf(row: Row): WasteCause | undefined {
  const { whole, waste: kind, name, agent, model, error, worst } = row;
  if (whole === 1 || kind === '') return undefined;
  const traces = worst.map(([cost, traceId]) => ({ traceId, cost: decimal(cost) }));
  return { kind, name, agent, model, error, ...figuresOf(row), worst: traces };
}

const BY = 'name, agent, model, error';

/** A row for each kind, and one for each of its largest causes; what goes with its run is told by its root. */
function causesSql(scope: ProjectScope, judged: Judged): Sql {
  const told = (ofRun: string, ofCall: string, as: string) =>
    `multiIf(waste = '', '', waste IN ('abandoned', 'failed'), ${ofRun}, toString(${ofCall})) AS ${as}`;
  const cause = [
    told('run_name', 'name', 'cause_name'),
    told('run_agent', 'agent_name', 'cause_agent'),
    told(`''`, 'model', 'cause_model'),
    told('run_error', 'error_type', 'cause_error'),
  ].join(', ');
  // What was not wasted is one group: it has no cause, and its traces are no matter.
  const byTrace = sql`SELECT waste, cause_name AS name, cause_agent AS agent, cause_model AS model, cause_error AS error,
    if(waste = '', '', trace_id) AS trace, sum(cost_total) AS spent, sum(usage_total) AS tokens, countIf(is_call) AS calls
  FROM (SELECT waste, ${trusted(cause)}, trace_id, cost_total, usage_total, is_call FROM (${judgedSpans(scope, judged, COLUMNS)}))
  GROUP BY waste, ${trusted(BY)}, trace`;
  return sql`SELECT *, arrayMap(each -> (toString(-each.1), each.2), largest) AS worst FROM (
  SELECT waste, ${trusted(BY)}, toUInt8(grouping(name)) AS whole, sum(spent) AS sum, toString(sum) AS cost,
    toFloat64(sum(tokens)) AS tokens, sum(calls) AS calls, uniqExact(trace) AS traces,
    groupArraySorted(${integer(WORST)})((-spent, trace)) AS largest
  FROM (${byTrace}) GROUP BY GROUPING SETS ((waste), (waste, ${trusted(BY)}))
) ORDER BY whole DESC, sum DESC LIMIT ${integer(CAUSES)} BY waste, whole`;
}
