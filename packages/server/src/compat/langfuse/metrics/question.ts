import { type Question, questionSchema } from '@pharos/core/question';
import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { unsupported } from '../errors.ts';
import { filtersOf } from '../filter.ts';
import type { Granularity, MetricsQuery } from './query.ts';
import { SUM_METRICS, VIEW, type View } from './views.ts';

const SECONDS: Readonly<Partial<Record<Granularity, number>>> = { minute: 60, hour: 3600, day: 86_400 };
/** As fine as makes no more than so many points. */
const AUTO_POINTS = 100;
const MAX_GROUPS = 1000;
const MAX_GROUPS_OVER_TIME = 100;
const DEFAULT_ROWS = 100;

/** A figure of the answer: what Langfuse calls it, and our metric. */
export interface Figure {
  name: string;
  metric: string;
}

function figuresOf({ metrics, view }: MetricsQuery, known: View): Figure[] {
  return metrics.map(({ measure, aggregation }) => {
    const name = `${aggregation}_${measure}`;
    const metric = Object.hasOwn(known.metrics, name) ? known.metrics[name] : undefined;
    if (metric === undefined) throw unsupported(`The ${aggregation} of ${measure} in the view ${view}`);
    return { name, metric };
  });
}

function dimensionsOf({ dimensions, view }: MetricsQuery, known: View, figures: readonly Figure[]): string[] {
  return (dimensions ?? []).map(({ field }) => {
    const dimension = Object.hasOwn(known.dimensions, field) ? known.dimensions[field] : undefined;
    if (!dimension) throw unsupported(`The dimension ${field} in the view ${view}`);
    const sum = dimension.ofRoot ? figures.find(({ metric }) => SUM_METRICS.has(metric)) : undefined;
    if (sum) throw unsupported(`${sum.name} split by ${field} in the view ${view}`);
    return dimension.field;
  });
}

function bucketSeconds({ timeDimension, fromTimestamp, toTimestamp }: MetricsQuery): number | undefined {
  if (!timeDimension) return undefined;
  const { granularity } = timeDimension;
  if (granularity !== 'auto') return SECONDS[granularity] ?? refuse(granularity);
  const range = (Date.parse(toTimestamp) - Date.parse(fromTimestamp)) / 1000;
  return Object.values(SECONDS).find((width) => range / width <= AUTO_POINTS) ?? SECONDS.day;
}

function refuse(granularity: Granularity): never {
  throw unsupported(`The granularity ${granularity}`);
}

/**
 * A query of Langfuse's as a Question.
 * @throws ApiError naming what has no counterpart.
 */
export function questionOf(query: MetricsQuery): { question: Question; figures: Figure[] } {
  const view = VIEW[query.view];
  const filters = query.filters ?? [];
  if (
    view.needsName &&
    !filters.some(({ column, operator }) => column === 'name' && ['=', 'any of'].includes(operator))
  )
    throw unsupported(`The view ${query.view} without a filter on the name of the score`);
  const figures = figuresOf(query, view);
  const buckets = bucketSeconds(query);
  const rows = query.config?.row_limit ?? DEFAULT_ROWS;
  // Groups come by size; in another order all must be there to find the first.
  const wanted = query.orderBy?.length ? MAX_GROUPS : rows;
  const groups = buckets === undefined ? wanted : Math.min(wanted, MAX_GROUPS_OVER_TIME);
  const parsed = questionSchema.safeParse({
    metrics: [...new Set(figures.map(({ metric }) => metric))],
    dimensions: dimensionsOf(query, view, figures),
    filters: [...view.filters, ...filters.flatMap((filter) => filtersOf(filter, view.columns))],
    from: query.fromTimestamp,
    to: query.toTimestamp,
    bucketSeconds: buckets,
    limit: groups,
  });
  if (!parsed.success) throw new ApiError('invalid_request', { message: z.prettifyError(parsed.error) });
  return { question: parsed.data, figures };
}
