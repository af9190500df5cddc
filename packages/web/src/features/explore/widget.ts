import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { MarkName } from '@pharos/core/dashboards/marks';
import { markNamed } from '@pharos/core/dashboards/marks';
import { titleFor } from '../../widgets/asking/title.ts';
import { defineChart } from '../../widgets/define.ts';
import type { ExploredChart } from '../../widgets/explore-link.ts';

/** A Question as the chart of a page as wide as the window. The filter has to be one that can be understood. */
export function widgetOf(chart: ExploredChart, mark: MarkName): ChartWidget {
  const { metrics, dimensions, filter, compare, usual = false, limit, bucketSeconds } = chart;
  return defineChart({
    title: titleFor(chart),
    mark,
    metrics: [...metrics],
    dimensions: [...dimensions],
    filter,
    compare,
    options: { usual },
    columns: 12,
    ...(limit === undefined ? {} : { limit: Math.min(limit, markNamed(mark).groups) }),
    ...(bucketSeconds === undefined ? {} : { bucketSeconds }),
  });
}
