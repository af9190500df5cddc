import { isQuantile, type MetricAggregation, QUANTILES } from '@pharos/core/metric-points/aggregation';
import type { MetricKind } from '@pharos/core/metric-points/point';
import { ApiError } from '../../../../errors.ts';

/** What a metric is for whoever adds it up: a level has a value at any time, a counter only grows, the others hold many values. */
export type MetricNature = 'level' | 'counter' | 'histogram' | 'summary';

/**
 * How a figure is made. `points`: an expression over the points. `growths`: the same where what came since the point before is known.
 * `levels`: the newest value of each series, summed. `cells`: a quantile of cells.
 */
export type Figure =
  | { from: 'points' | 'growths'; formula: string; perSecond?: true }
  | { from: 'levels' }
  | { from: 'cells'; quantile: number };

export const natureOf = (kind: MetricKind, temporality: string, monotonic: boolean): MetricNature => {
  if (kind === 'gauge') return 'level';
  if (kind === 'sum') return monotonic || temporality === 'delta' ? 'counter' : 'level';
  return kind === 'summary' ? 'summary' : 'histogram';
};

/** Of values as they are reported. */
const REPORTED: Partial<Record<MetricAggregation, Figure>> = {
  avg: { from: 'points', formula: 'avg(value)' },
  min: { from: 'points', formula: 'min(value)' },
  max: { from: 'points', formula: 'max(value)' },
  last: { from: 'points', formula: 'argMax(value, ns)' },
  count: { from: 'points', formula: 'count()' },
};
/** Of the values that were put into a distribution. */
const DISTRIBUTED: Partial<Record<MetricAggregation, Figure>> = {
  avg: { from: 'growths', formula: 'if(sum(grown) = 0, NULL, sum(grown_sum) / sum(grown))' },
  sum: { from: 'growths', formula: 'sum(grown_sum)' },
  count: { from: 'growths', formula: 'sum(grown)' },
  rate: { from: 'growths', formula: 'sum(grown)', perSecond: true },
};

const FIGURES: Record<MetricNature, Partial<Record<MetricAggregation, Figure>>> = {
  level: { ...REPORTED, sum: { from: 'levels' } },
  counter: {
    ...REPORTED,
    sum: { from: 'growths', formula: 'sum(grown)' },
    rate: { from: 'growths', formula: 'sum(grown)', perSecond: true },
  },
  histogram: {
    ...DISTRIBUTED,
    min: { from: 'points', formula: 'min(least_value)' },
    max: { from: 'points', formula: 'max(greatest_value)' },
  },
  summary: DISTRIBUTED,
};

/** @throws ApiError when a metric of this nature does not tell that. */
export function figureOf(nature: MetricNature, aggregation: MetricAggregation): Figure {
  const known = isQuantile(aggregation)
    ? quantileFigure(nature, QUANTILES[aggregation])
    : FIGURES[nature][aggregation];
  if (known) return known;
  const message = `${aggregation} is not known of ${NAMES[nature]}.`;
  throw new ApiError('invalid_request', { message });
}

/** Of a summary the largest that a series reports: the true one is not above it. */
function quantileFigure(nature: MetricNature, quantile: number): Figure {
  if (nature === 'histogram') return { from: 'cells', quantile };
  if (nature !== 'summary') return { from: 'points', formula: `quantileExactLow(${quantile})(value)` };
  const place = `indexOf(quantiles, ${quantile})`;
  return { from: 'points', formula: `maxOrNullIf(quantile_values[${place}], ${place} > 0)` };
}

const NAMES: Record<MetricNature, string> = {
  level: 'a gauge, or of a sum that goes up and down',
  counter: 'a counter',
  histogram: 'a histogram',
  summary: 'a summary',
};
