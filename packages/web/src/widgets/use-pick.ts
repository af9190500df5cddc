import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import type { Picked } from '../charts/kit/context.ts';
import { useWidgetSource } from './context.ts';

/** The list of traces behind a widget, or behind what was picked of it. Undefined where nothing leads further. */
export function useTracesBehind(widget: ChartWidget): (picked?: Picked) => LinkProps | undefined {
  const { project, view } = useWidgetSource();
  return (picked = {}) => {
    if (project === undefined) return undefined;
    const question = questionOf(widget, view);
    const filters = filtersBehind({
      metrics: widget.metrics,
      dimensions: widget.dimensions,
      filters: (question.filters ?? []) as readonly Filter[],
      group: picked.group,
    });
    const iso = (ms: number | undefined, text: string) =>
      ms === undefined ? text : new Date(ms).toISOString();
    return {
      to: '/p/$project/traces',
      params: { project },
      search: {
        from: iso(picked.fromMs, question.from),
        to: iso(picked.toMs, question.to),
        filter: formatFilterText({ filters, search: question.search ?? '' }),
      },
    };
  };
}

/** A click on a chart opens the traces behind it. */
export function usePick(widget: ChartWidget): ((picked: Picked) => void) | undefined {
  const navigate = useNavigate();
  const behind = useTracesBehind(widget);
  const { project } = useWidgetSource();
  if (project === undefined) return undefined;
  return (picked) => {
    const link = behind(picked);
    if (link) void navigate(link);
  };
}
