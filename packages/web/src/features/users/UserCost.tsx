import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import { useMemo } from 'react';
import { defineChart } from '../../widgets/define.ts';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../widgets/WidgetPanel.tsx';

const COST = defineChart({
  title: { en: 'Cost over time, by model', 'zh-CN': '各模型成本趋势' },
  mark: 'bars',
  metrics: ['cost'],
  dimensions: ['model'],
  limit: 6,
  columns: 12,
});

/** What a user cost over time, split by model. */
export function UserCost({ filter }: { filter: Filter }) {
  const widget = useMemo(
    () => ({ ...COST, filter: formatFilterText({ filters: [filter], search: '' }) }),
    [filter],
  );
  return (
    <ProjectWidgets>
      <WidgetPanel widget={widget} height={160} />
    </ProjectWidgets>
  );
}
