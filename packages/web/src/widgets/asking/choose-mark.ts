import { isBinned, type MarkName, marksFor } from '@pharos/core/dashboards/marks';
import { type Metric, metricNamed } from '@pharos/core/metrics';
import { addsUp } from '../../widgets/drawing.ts';
import type { Asked } from './fit.ts';

/** Several figures that are parts of one whole, such as failed and successful requests, or input and output tokens. */
const areParts = (metrics: readonly Metric[]): boolean =>
  metrics.every(
    ({ name, aggregation: { type } }) => (type === 'sum' && name !== 'tokens') || type === 'countWhere',
  );

/** Percentiles of one thing, lowest first. */
const arePercentiles = (metrics: readonly Metric[]): boolean => {
  const things = metrics.map(({ over, aggregation }) =>
    aggregation.type === 'quantile' ? { key: `${over} ${aggregation.of}`, p: aggregation.p } : undefined,
  );
  const [first] = things;
  return (
    metrics.length > 1 &&
    things.every(
      (one, at) => one?.key === first?.key && (at === 0 || (one?.p ?? 0) > (things[at - 1]?.p ?? 1)),
    )
  );
};

/** Marks that show a Question well, the best first. */
function preferred({ metrics: names, dimensions }: Asked): readonly MarkName[] {
  const metrics = names.flatMap((name) => metricNamed(name) ?? []);
  const [dimension] = dimensions;
  if (dimension === undefined) {
    if (arePercentiles(metrics)) return ['percentiles'];
    const stand = metrics.length === 1 ? addsUp({ metrics: names }) : areParts(metrics);
    return stand ? ['bars'] : ['line'];
  }
  if (dimensions.length > 1)
    return metrics.length === 1 && dimensions.length === 2 ? ['bar', 'table'] : ['table'];
  if (metrics.length > 1) return ['table'];
  if (isBinned(dimension)) return ['histogram', 'heatmap', 'bars'];
  return addsUp({ metrics: names }) ? ['bars'] : ['line'];
}

/**
 * The mark for a Question: the reader's choice as long as it can draw it, else what suits what is asked. A table shows
 * whatever can be split, figures over time everything else.
 */
export function chooseMark(asked: Asked, chosen: MarkName | undefined): MarkName {
  const able = marksFor(asked);
  if (chosen !== undefined && able.includes(chosen)) return chosen;
  return preferred(asked).find((mark) => able.includes(mark)) ?? able[0] ?? 'table';
}
