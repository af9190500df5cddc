import type { DifferencesRequest } from '@pharos/core/api/differences';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { isBinned } from '@pharos/core/dashboards/marks';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText, parseFilterText } from '@pharos/core/filter-text';
import { type Metric, metricNamed } from '@pharos/core/metrics';
import type { Answer } from '@pharos/core/question';
import { median } from 'd3-array';
import type { Picked } from '../../charts/kit/context.ts';
import type { ExploreState, Selection } from './address.ts';

export type Over = DifferencesRequest['over'];

const COMPARED: readonly Over[] = ['spans', 'requests', 'modelCalls', 'toolCalls'];

/** What is compared row by row: whatever the first metric counts. Undefined for what is no step, and for retrieval. */
export function rowsCompared(metrics: readonly string[]): Over | undefined {
  const over = metricNamed(metrics[0] ?? '')?.over;
  return COMPARED.find((each) => each === over);
}

const textOf = (filters: readonly Filter[]): string =>
  formatFilterText({ filters: [...filters], search: '' });

/** The field whose numbers a latency metric looks at. */
const TIMED: Partial<Record<string, string>> = { durationMs: 'spanDuration', ttftMs: 'ttft' };

const timedBy = ({ aggregation }: Metric): string | undefined =>
  'of' in aggregation && aggregation.type !== 'distinct' ? TIMED[aggregation.of] : undefined;

const looksAtErrors = ({ aggregation }: Metric): boolean =>
  (aggregation.type === 'share' || aggregation.type === 'countWhere') &&
  (aggregation.where === 'error' || aggregation.where === 'ok');

/** Two digits are enough to say what is slow. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** What a figure usually is, over all buckets and groups of an answer: a spike hardly moves it. */
function usual(answer: Answer | undefined, metric: string): number | undefined {
  const points = answer?.series.flatMap(({ points }) => points?.[metric] ?? []) ?? [];
  return median(points, (value) => value ?? undefined);
}

/** Conditions that make the odd rows of a region out of all its rows. */
export interface Narrowing {
  kind: 'failed' | 'slow';
  filter: Filter;
}

/** What can be odd about rows: they failed, or they took longer than the metric usually is. */
export function narrowings(metrics: readonly string[], answer: Answer | undefined): Narrowing[] {
  const known = metrics.flatMap((name) => metricNamed(name) ?? []);
  // Of several percentiles the middle one: half of all rows are above the lowest.
  const timed = known.filter(timedBy);
  const latency = timed[Math.floor(timed.length / 2)];
  const field = latency && timedBy(latency);
  const least = latency && usual(answer, latency.name);
  return [
    { kind: 'failed', filter: { field: 'status', op: '=', values: ['error'] } },
    ...(field && least
      ? [{ kind: 'slow' as const, filter: { field, op: '>=' as const, values: [rounded(least)] } }]
      : []),
  ];
}

/** The conditions that belong to what the first metric shows: failures for a rate of errors, slow rows for a latency. */
function ofMetric(metrics: readonly string[], answer: Answer | undefined): Filter[] {
  const first = metricNamed(metrics[0] ?? '');
  if (!first) return [];
  const kind = looksAtErrors(first) ? 'failed' : timedBy(first) ? 'slow' : undefined;
  return narrowings(metrics, answer).flatMap((each) => (each.kind === kind ? [each.filter] : []));
}

/** What a drag over a chart selects. */
export const selectionOfRegion = (
  metrics: readonly string[],
  answer: Answer | undefined,
  fromMs: number,
  toMs: number,
): Selection => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
  filter: textOf(ofMetric(metrics, answer)),
});

/** What a click selects: rows in and above a range of numbers; else a group, a bucket, or what was picked of both. */
export function selectionOfPick(
  { metrics, dimensions, selection }: Pick<ExploreState, 'metrics' | 'dimensions' | 'selection'>,
  answer: Answer | undefined,
  { fromMs, toMs, group }: Picked,
): Selection {
  const [dimension = ''] = dimensions;
  const least = Number(group?.[0] || Number.NaN);
  if (isBinned(dimension) && Number.isFinite(least))
    return { ...selection, filter: textOf([{ field: dimension, op: '>=', values: [least] }]) };
  const filters = filtersBehind({ metrics: [], dimensions, filters: [], group });
  if (fromMs === undefined || toMs === undefined) return { ...selection, filter: textOf(filters) };
  const region = selectionOfRegion(metrics, answer, fromMs, toMs);
  return { ...region, filter: textOf([...filters, ...ofMetric(metrics, answer)]) };
}

/** The request that compares a selection with the rest; undefined while there is nothing to compare. */
export function differencesAsked(
  { metrics, filter, selection }: ExploreState,
  range: { from: string; to: string },
): Omit<DifferencesRequest, 'dimensions'> | undefined {
  const over = rowsCompared(metrics);
  const { filters, search } = parseFilterText(filter);
  const chosen = parseFilterText(selection.filter).filters;
  const { from, to } = selection;
  if (!over || (from === undefined && to === undefined && chosen.length === 0)) return undefined;
  return {
    over,
    filters,
    search,
    ...range,
    selection: {
      filters: chosen,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}
