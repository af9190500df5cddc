import { binOf } from '../bins.ts';
import type { Filter } from '../filter.ts';
import { type Metric, metricNamed, type Rows } from '../metrics.ts';
import { isBinned } from './marks.ts';

/** Conditions that a trace meets when it holds rows that a metric looks at. */
const OF_ROWS: Partial<Record<Rows, Filter>> = {
  modelCalls: { field: 'kind', op: '=', values: ['llm', 'embedding', 'reranker'] },
  toolCalls: { field: 'kind', op: '=', values: ['tool'] },
  retrievals: { field: 'kind', op: '=', values: ['retriever'] },
  vectorWrites: { field: 'database', op: 'exists', values: [] },
  vectorCalls: { field: 'database', op: 'exists', values: [] },
  scores: { field: 'score', op: 'exists', values: [] },
  booleanScores: { field: 'score', op: 'exists', values: [] },
};

const counts = ({ aggregation }: Metric, condition: string): boolean =>
  (aggregation.type === 'countWhere' || aggregation.type === 'share') && aggregation.where === condition;

/** A group's value as conditions: any value of its bin, none where there is none. */
function ofValue(field: string, value: string | undefined): Filter[] {
  if (value === undefined) return [];
  if (value === '') return [{ field, op: 'missing', values: [] }];
  const bin = isBinned(field) ? binOf(value) : undefined;
  if (!bin) return [{ field, op: '=', values: [value] }];
  return [
    { field, op: '>=', values: [bin.from] },
    ...(Number.isFinite(bin.to) ? [{ field, op: '<' as const, values: [bin.to] }] : []),
  ];
}

interface Drilled {
  metrics: readonly string[];
  dimensions: readonly string[];
  filters: readonly Filter[];
  /** The value of each dimension, in order, undefined for any; none for all groups. */
  group?: readonly (string | undefined)[] | undefined;
}

/** The conditions that list the traces behind a figure of an answer, as closely as a list of traces can be asked. */
export function filtersBehind({ metrics, dimensions, filters, group }: Drilled): Filter[] {
  const metric = metrics.length === 1 ? metricNamed(metrics[0] ?? '') : undefined;
  const rows = metric && OF_ROWS[metric.over];
  return [
    ...filters,
    ...(rows && !filters.some(({ field }) => field === rows.field) && !dimensions.includes(rows.field)
      ? [rows]
      : []),
    ...(metric && counts(metric, 'error') && !dimensions.includes('status')
      ? [{ field: 'status', op: '=' as const, values: ['error'] }]
      : []),
    ...(group ? dimensions.flatMap((field, nth) => ofValue(field, group[nth])) : []),
  ];
}
