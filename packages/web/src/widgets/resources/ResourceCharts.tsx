import { type MeasuredResource, resourcesIn } from '@pharos/core/metric-points/resources';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
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
}

/** A chart a resource, a line an instance, all on the time axis of the page. Within ProjectWidgets. */
export const ResourceCharts = ({ resources, filter }: ResourceChartsProps) => (
  <div className="grid grid-cols-1 gap-x-8 gap-y-4 lg:grid-cols-2 2xl:grid-cols-3">
    {resources.map((resource) => (
      <ResourceChart key={resource.name} resource={resource} filter={filter} />
    ))}
  </div>
);

/** Nothing where none of these instances measures it, as those of other languages do. */
function ResourceChart({ resource, filter }: { resource: MeasuredResource; filter: string }) {
  const t = useTexts(resourceTexts);
  const title = `${t(resource.resource)} · ${resource.metric}`;
  const { name, only } = resource;
  const widget = useMemo(
    () =>
      defineChart({
        ...{ title, mark: 'line', metrics: [name], dimensions: [INSTANCE], limit: DRAWN },
        filter: `${filter} ${only}`.trim(),
      }),
    [title, name, filter, only],
  );
  const { data } = useQuery(useWidgetSource().queryOf(widget));
  if (data?.series.length === 0) return null;
  return <WidgetPanel widget={widget} height={HEIGHT} />;
}
