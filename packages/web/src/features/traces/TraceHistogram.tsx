import { useMemo } from 'react';
import { defineChart } from '../../widgets/define.ts';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../widgets/WidgetPanel.tsx';

const REQUESTS = defineChart({
  title: { en: 'Requests', 'zh-CN': '请求' },
  mark: 'bars',
  metrics: ['requestErrors', 'requestSuccesses', 'openRequests'],
  columns: 12,
  options: { legend: 'none' },
});

/** How many of the listed requests there were over time, and how many failed. Dragging narrows the time range. */
export function TraceHistogram({ filter }: { filter: string }) {
  const widget = useMemo(() => ({ ...REQUESTS, filter }), [filter]);
  return (
    <ProjectWidgets>
      <WidgetPanel widget={widget} height={96} />
    </ProjectWidgets>
  );
}
