import type { Storage } from '@pharos/core/api/storage';
import type { Forecast } from '@pharos/core/storage/forecast';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { dailySeries, forecastSeries } from './series.ts';
import { storageTexts } from './storage-texts.ts';
import { useKindName } from './use-kind-name.ts';

const HEIGHT = 200;
const DAYS = 30;

/** What is stored of each of the last days, by kind. */
export function ByDay({ stored }: { stored: Storage }) {
  const t = useTexts(storageTexts);
  const name = useKindName();
  return (
    <Panel title={t('byDay')} note={t('byDayNote', { days: DAYS })}>
      <TimeSeries
        {...dailySeries(stored, DAYS, name, t('other'))}
        label={t('byDay')}
        mode="bars"
        unit="bytes"
        height={HEIGHT}
        showTotal
      />
    </Panel>
  );
}

interface ForecastCurveProps {
  today: string;
  forecast: Forecast;
}

/** What will be stored, and the level at which it settles. */
export function ForecastCurve({ today, forecast }: ForecastCurveProps) {
  const t = useTexts(storageTexts);
  return (
    <Panel title={t('forecast')} note={t('forecastNote')}>
      <TimeSeries
        {...forecastSeries(today, forecast, t('stored'))}
        comparisonLabel={t('level')}
        label={t('forecast')}
        mode="area"
        unit="bytes"
        height={HEIGHT}
        legend="none"
      />
    </Panel>
  );
}
