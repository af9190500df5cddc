import { metricName } from '@pharos/core/metric-names';
import { useCallback } from 'react';
import { useLanguage } from './i18n.ts';

/** What a metric is called in the language of the page. */
export function useMetricName(): (metric: string) => string {
  const language = useLanguage();
  return useCallback((metric) => metricName(metric, language), [language]);
}
