import { fieldNamed } from '@pharos/core/fields';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import type { Words } from '../charts/answer.ts';
import { useFormat } from '../format/use-format.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useMetricName } from '../i18n/metric-names.ts';

const UNITS: Partial<Record<string, Unit>> = { duration: 'ms', money: 'usd', number: 'count' };

/** The unit of a dimension that is a number. */
export const unitOfField = (name: string): Unit => UNITS[fieldNamed(name)?.type ?? ''] ?? 'number';

/** What answers are told with, in the language of the page. */
export function useWords(): Words {
  const c = useTexts(common);
  const metric = useMetricName();
  const format = useFormat();
  return useMemo(
    () => ({
      metric,
      all: c('all'),
      other: c('other'),
      unnamed: c('unnamed'),
      edge: (dimension, value) => format.axis(value, unitOfField(dimension)),
    }),
    [c, metric, format],
  );
}
