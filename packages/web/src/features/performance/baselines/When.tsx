import type { Departure } from '@pharos/core/api/baselines';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { baselineTexts } from './texts.ts';

/** Since when, or from when to when; how often, where more than once. */
export function When({ from, to, lasting, times }: Pick<Departure, 'from' | 'to' | 'lasting' | 'times'>) {
  const t = useTexts(baselineTexts);
  const format = useFormat();
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return (
    <span className="figures" title={`${format.fullTime(fromMs)} – ${format.fullTime(toMs)}`}>
      {lasting
        ? t('lasting', { from: format.dateTime(fromMs) })
        : bucketLabel(fromMs, toMs - fromMs, format.locale, format.zone)}
      {times > 1 && <span className="text-muted"> · {t('times', { count: times })}</span>}
    </span>
  );
}
