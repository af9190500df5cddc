import type { MetricWatch } from '@pharos/core/alerts/watch';
import { type questionAround, usualAround } from '@pharos/core/incidents/around';
import type { Answer } from '@pharos/core/question';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usualQuery } from '../../../api/performance.ts';
import type { Band } from '../../../charts/time-series/layout.ts';
import { bandBehind } from '../../../widgets/usual/band-behind.ts';

const NOTHING = { metric: '', from: '', to: '' };

/** What is usual behind the chart of an incident that is an anomaly; undefined until it is known, and where it is not told. */
export function useUsualAround(
  project: string,
  watch: MetricWatch,
  question: ReturnType<typeof questionAround>,
  answer: Answer | undefined,
): Band | undefined {
  const asked = useMemo(() => usualAround(watch, question), [watch, question]);
  const { data } = useQuery({
    ...usualQuery(project, asked ?? NOTHING),
    enabled: asked !== undefined && answer !== undefined,
  });
  const { metric } = watch;
  return useMemo(() => {
    const { buckets, series } = answer ?? {};
    const values = series?.[0]?.points?.[metric];
    if (!asked || !data || !buckets || !values) return undefined;
    return bandBehind(buckets.map(Date.parse), values, data);
  }, [asked, data, answer, metric]);
}
