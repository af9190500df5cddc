import { type ChartWidget, type WidgetInput, widgetSchema } from '@pharos/core/dashboards/dashboard';

type ChartInput = Omit<Extract<WidgetInput, { kind: 'chart' }>, 'kind' | 'id' | 'place'> & {
  columns?: number;
};

/** A chart that a page brings with it, as its part of a dashboard would be. `columns` of twelve: how wide it is shown. */
export function defineChart({ columns = 6, ...input }: ChartInput): ChartWidget {
  const widget = widgetSchema.parse({
    ...input,
    kind: 'chart',
    id: input.mark,
    place: { x: 0, y: 0, w: columns, h: 6 },
  });
  if (widget.kind !== 'chart') throw new Error('A chart is a chart.');
  return widget;
}
