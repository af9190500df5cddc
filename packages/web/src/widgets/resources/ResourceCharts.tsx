import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { allOf } from '@pharos/core/filter-text';
import { type MeasuredResource, resourcesIn } from '@pharos/core/metric-points/resources';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { sentMetricsQuery } from '../../api/metrics.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useWidgetSource } from '../context.ts';
import { defineChart } from '../define.ts';
import { WidgetPanel } from '../WidgetPanel.tsx';
import { resourceTexts } from './texts.ts';

const INSTANCE = 'attr.service.instance.id';
/** Lines that are told apart. */
const DRAWN = 12;
const HEIGHT = 168;

/** The resources that are measured in a project: undefined while that is asked, and the question. */
export function useResources() {
  const query = useQuery(sentMetricsQuery(useProject()));
  const { data } = query;
  const resources = useMemo(() => data && resourcesIn(data.data.map(({ name }) => name)), [data]);
  return { resources, query };
}

interface ResourceChartsProps {
  resources: readonly MeasuredResource[];
  /** Filter text, of attributes and what stands for them. */
  filter: string;
  /** In place of the charts where none of these instances measures anything. */
  none: ReactNode;
}

/**
 * A chart a resource, a line an instance, all on the time axis of the page. Within ProjectWidgets. What none of these instances measures, as
 * those of other languages do, has none.
 */
export function ResourceCharts({ resources, filter, none }: ResourceChartsProps) {
  const widgets = useWidgets(resources, filter);
  const { queryOf } = useWidgetSource();
  const answers = useQueries({ queries: widgets.map(queryOf) });
  const measured = widgets.filter((_, nth) => answers[nth]?.data?.series.length !== 0);
  if (measured.length === 0) return none;
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-4 lg:grid-cols-2 2xl:grid-cols-3">
      {measured.map((widget) => (
        <WidgetPanel key={widget.metrics[0]} widget={widget} height={HEIGHT} />
      ))}
    </div>
  );
}

function useWidgets(resources: readonly MeasuredResource[], filter: string): ChartWidget[] {
  const t = useTexts(resourceTexts);
  return useMemo(
    () =>
      resources.map(({ resource, metric, name, only }) =>
        defineChart({
          title: `${t(resource)} · ${metric}`,
          ...{ mark: 'line', metrics: [name], dimensions: [INSTANCE], limit: DRAWN },
          filter: allOf(filter, only),
        }),
      ),
    [resources, filter, t],
  );
}
