import type { DashboardInput, WidgetInput } from '@pharos/core/dashboards/dashboard';

type ChartInput = Extract<WidgetInput, { kind: 'chart' }>;

/** A chart that counts model calls; a test names what matters to it. */
export const aChart = (id: string, more: Partial<ChartInput> = {}): ChartInput => ({
  kind: 'chart',
  id,
  title: `Chart ${id}`,
  place: { x: 0, y: 0, w: 6, h: 8 },
  mark: 'bar',
  metrics: ['modelCalls'],
  dimensions: ['model'],
  ...more,
});

/** A dashboard of one tab with these widgets. */
export const aDocument = (
  title: string,
  widgets: WidgetInput[] = [aChart('calls')],
  more: Partial<DashboardInput> = {},
) => ({ title, tabs: [{ id: 'main', title: 'Main', widgets }], ...more }) satisfies DashboardInput;
