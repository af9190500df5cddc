import { TimeSeries } from '../../charts/time-series/TimeSeries.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import type { QuickChart } from './quick-chart.ts';
import { sqlTexts } from './texts.ts';

/** A result along time. */
export function ResultChart({ chart, mode }: { chart: QuickChart; mode: 'line' | 'bars' }) {
  const t = useTexts(sqlTexts);
  return (
    <>
      <TimeSeries
        {...chart.buckets}
        label={t('result')}
        mode={mode}
        unit="number"
        series={chart.series}
        height={320}
      />
      {chart.leftOut > 0 && (
        <p className="py-1 text-xs text-muted">{t('leftOut', { count: chart.leftOut })}</p>
      )}
    </>
  );
}
