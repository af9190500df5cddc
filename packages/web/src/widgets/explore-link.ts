import type { ChartWidget } from '@pharos/core/dashboards/dashboard';

/** What Explore's address says of a chart. Lists are separated by commas; the filter is filter text. */
export function exploreSearch(widget: ChartWidget, filter: string): Record<string, string | undefined> {
  return {
    metrics: widget.metrics.join(','),
    by: widget.dimensions.join(',') || undefined,
    filter: filter || undefined,
    mark: widget.mark,
    compare: widget.compare ? '1' : undefined,
    limit: widget.limit === undefined ? undefined : String(widget.limit),
  };
}
