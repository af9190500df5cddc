import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { markNamed } from '@pharos/core/dashboards/marks';
import type { View } from '@pharos/core/dashboards/widget-question';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { annotationsQuery } from '../api/annotations.ts';
import { questionQuery } from '../api/question.ts';
import { type ChartContext, Charts, type Mark } from '../charts/kit/context.ts';
import { createHover } from '../charts/kit/hover.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { usePeriodName } from '../shell/RangePicker.tsx';
import { useProject } from '../use-project.ts';
import { type TimeRange, useTimeRange } from '../use-time-range.ts';
import { markOf } from './annotation-marks.ts';
import { WidgetSourceProvider } from './context.ts';

interface ProjectWidgetsProps {
  /** Another project than the page's, when the reader chose one. */
  project?: string | undefined;
  variables?: View['variables'];
  values?: View['values'];
  children: ReactNode;
}

const NONE = {};
const NO_VARIABLES: View['variables'] = [];

/** The charts of a page about a project: they share its time range, their cursor, their zoom and what happened meanwhile. */
export function ProjectWidgets({
  project: other,
  variables = NO_VARIABLES,
  values = NONE,
  children,
}: ProjectWidgetsProps) {
  const own = useProject();
  const project = other ?? own;
  const time = useTimeRange();
  const c = useTexts(common);
  const periodName = c('previousPeriod', { period: usePeriodName()(time) });
  const source = useMemo(() => {
    const { fromMs, toMs, zoneOffsetSeconds } = time;
    const view = { range: { fromMs, toMs, zoneOffsetSeconds }, variables, values };
    return {
      ...{ view, project, periodName },
      queryOf: (widget: Parameters<typeof questionOf>[0]) =>
        questionQuery(project, questionOf(widget, view), drawnBy(widget)) as never,
    };
  }, [time, variables, values, project, periodName]);
  return (
    <Charts value={useChartContext(project, time)}>
      <WidgetSourceProvider value={source}>{children}</WidgetSourceProvider>
    </Charts>
  );
}

const NO_MARKS: readonly Mark[] = [];

/** Charts over time draw no figures of the whole range. */
const drawnBy = ({ mark }: ChartWidget) => (markNamed(mark).time === 'only' ? 'points' : 'totals');

function useChartContext(project: string, time: TimeRange): ChartContext {
  const [hover] = useState(createHover);
  const { data } = useQuery(annotationsQuery(project, { from: time.from, to: time.to }));
  const { set } = time;
  return useMemo(() => {
    const iso = (ms: number) => new Date(ms).toISOString();
    return {
      hover,
      marks: data?.map(markOf) ?? NO_MARKS,
      onZoom: (fromMs, toMs) => set({ from: iso(fromMs), to: iso(toMs) }),
    };
  }, [hover, data, set]);
}
