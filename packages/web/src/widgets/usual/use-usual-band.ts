import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { usualOf } from '@pharos/core/dashboards/usual-request';
import type { Answer } from '@pharos/core/question';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usualQuery } from '../../api/performance.ts';
import type { Band } from '../../charts/time-series/layout.ts';
import { useWidgetSource } from '../context.ts';
import { bandBehind } from './band-behind.ts';

/**
 * What is usual behind a chart that wants it, once the chart itself is there. Undefined until it is known, where it cannot be told,
 * and behind a share link, where nothing but the dashboard's own Questions is asked.
 */
export function useUsualBand(widget: ChartWidget, answer: Answer | undefined): Band | undefined {
  const { view, project } = useWidgetSource();
  const asked = useMemo(() => usualOf(widget, view), [widget, view]);
  const isAsked = project !== undefined && asked !== undefined;
  const { data: usual } = useQuery({
    ...usualQuery(project ?? '', asked ?? NOTHING),
    enabled: isAsked && answer !== undefined,
  });
  const [metric = ''] = widget.metrics;
  return useMemo(() => {
    const { buckets, series } = answer ?? {};
    const values = series?.[0]?.points?.[metric];
    if (!isAsked || !buckets || !values || !usual) return undefined;
    return bandBehind(buckets.map(Date.parse), values, usual);
  }, [answer, metric, usual, isAsked]);
}

const NOTHING = { metric: '', from: '', to: '' };
