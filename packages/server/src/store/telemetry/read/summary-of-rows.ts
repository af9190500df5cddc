import type { TraceSummary } from '@pharos/core/api/spans';
import { sumDecimals } from '@pharos/core/pricing/decimal';
import { isoFromNs } from '@pharos/core/time';
import type { SkeletonRow } from './span-row.ts';

const MAX_NAMES = 20;

const sum = (rows: readonly SkeletonRow[], of: (row: SkeletonRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const names = (values: Iterable<string>): string[] =>
  [...new Set(values)]
    .filter((value) => value !== '')
    .slice(0, MAX_NAMES)
    .sort(byBytes);

/**
 * The line of one trace from all of its spans, given in order of start: what the list works out in the engine, see
 * trace-summary.ts, for whoever has the rows already. A test holds the two to each other.
 */
export function summaryOfRows(rows: readonly SkeletonRow[]): TraceSummary | undefined {
  // A root speaks first, then the earliest.
  const speaking = [...rows.filter(isRoot), ...rows.filter((row) => !isRoot(row))];
  const [first] = speaking;
  if (first === undefined) return undefined;
  const saying = (of: (row: SkeletonRow) => string): string =>
    of(speaking.find((row) => of(row) !== '') ?? first);
  const startNs = BigInt(rows[0]?.start_ns ?? 0);
  const endNs = rows.reduce((latest, row) => {
    const end = BigInt(row.start_ns) + BigInt(row.duration_ns);
    return end > latest ? end : latest;
  }, startNs);
  const counted = rows.filter((row) => row.counted === 1);
  const ttft = first.ttft_ns === '0' ? rows.find((row) => row.ttft_ns !== '0')?.ttft_ns : first.ttft_ns;
  const root = isRoot(first) ? first : undefined;
  return {
    traceId: first.trace_id,
    name: first.name,
    startTime: isoFromNs(startNs),
    endTime: isoFromNs(endNs),
    durationMs: Number(endNs - startNs) / 1e6,
    status: first.status,
    errorCount: rows.filter(({ status }) => status === 'error').length,
    spanCount: rows.length,
    usage: {
      input: sum(counted, (row) => row.usage_input),
      cachedRead: sum(counted, (row) => row.usage_cached_read),
      cacheWrite: sum(counted, (row) => row.usage_cache_write),
      output: sum(counted, (row) => row.usage_output),
      reasoning: sum(counted, (row) => row.usage_reasoning),
      total: sum(counted, (row) => row.usage_total),
      estimated: sum(counted, (row) => (row.usage_estimated === 1 ? row.usage_total : 0)),
    },
    cost: {
      total: sumDecimals(counted.map((row) => row.cost_total)),
      currency: saying((row) => row.currency) || 'USD',
      unpricedSpans: counted.filter(({ priced }) => priced === 'unpriced').length,
    },
    timeToFirstTokenMs: ttft === undefined ? null : Number(ttft) / 1e6,
    models: names(rows.map(({ model }) => model)),
    agents: names(rows.map(({ agent_name }) => agent_name)),
    userId: saying((row) => row.user_id) || null,
    sessionId: saying((row) => row.session_id) || null,
    environment: saying((row) => row.environment) || null,
    release: saying((row) => row.release) || null,
    service: saying((row) => row.service) || null,
    tags: [...new Set(rows.flatMap(({ tags }) => tags))].slice(0, MAX_NAMES).sort(byBytes),
    inputPreview:
      root?.input_preview ||
      (rows.find((row) => row.kind === 'llm' && row.input_preview !== '')?.input_preview ?? ''),
    outputPreview:
      root?.output_preview ||
      (rows.findLast((row) => row.kind === 'llm' && row.output_preview !== '')?.output_preview ?? ''),
  };
}

const isRoot = ({ parent_id }: SkeletonRow): boolean => parent_id === '';
