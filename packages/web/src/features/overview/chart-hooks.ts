import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ChartTexts } from '../../charts/TimeSeries.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';

/** A chart's own words, in the language of the page. */
export function useChartTexts(period: string): ChartTexts {
  const c = useTexts(common);
  return useMemo(
    () => ({ time: c('time'), previous: period, incomplete: c('incomplete'), total: c('total') }),
    [c, period],
  );
}

/** From a bucket of a chart to its traces. */
export function usePickTraces(): (fromMs: number, toMs: number) => void {
  const project = useProject();
  const navigate = useNavigate();
  return (fromMs, toMs) =>
    void navigate({
      to: '/p/$project/traces',
      params: { project },
      search: { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
    });
}
