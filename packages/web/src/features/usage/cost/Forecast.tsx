import type { MonthForecast } from '@pharos/core/api/usage';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { forecastQuery } from '../../../api/usage.ts';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import { MAIN_COLOR } from '../../../charts/kit/palette.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { timeTable } from '../../../charts/time-series/table.ts';
import { Delta } from '../../../components/Delta.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { monthCurve } from './month-curve.ts';
import { costTexts } from './texts.ts';
import type { Usage } from './use-usage.ts';

const HEIGHT = 180;

/** Where the month is heading: what there is, what is expected, and how far off such forecasts were so far. */
export function Forecast({ usage }: { usage: Usage }) {
  const { measure, asked } = usage;
  const t = useTexts(costTexts);
  const format = useFormat();
  const project = useProject();
  const { filters = [], search = '' } = asked;
  const query = useQuery(forecastQuery(project, { metric: measure, filters, search, timeZone: format.zone }));
  return (
    <QueryPanel title={t('forecast')} note={t('forecastNote')} query={query} height={HEIGHT + 76} tableToggle>
      {(month, asTable) => (
        <div className="flex flex-col gap-2">
          <Words month={month} measure={measure} />
          <Curve month={month} measure={measure} asTable={asTable} />
        </div>
      )}
    </QueryPanel>
  );
}

interface PartProps {
  month: MonthForecast;
  measure: Usage['measure'];
}

const unitOf = (measure: Usage['measure']) => (measure === 'cost' ? 'usd' : 'tokens');
const DAY = 86_400_000;

function Words({ month, measure }: PartProps) {
  const t = useTexts(costTexts);
  const format = useFormat();
  const { forecast, present, previous, to } = month;
  const unit = unitOf(measure);
  const figure = (value: number) => format.unit(value, unit);
  const day = new Intl.DateTimeFormat(format.locale, {
    day: 'numeric',
    month: 'short',
    timeZone: format.zone,
  });
  if (!forecast) {
    return (
      <div className="flex flex-col gap-1">
        <p className="text-sm">
          {t('soFar')} <span className="figures font-semibold">{figure(present)}</span>
        </p>
        <p className="text-xs text-muted">{t('tooLittleHistory')}</p>
      </div>
    );
  }
  const { expected, low, high, backtest, method } = forecast;
  const { error, coverage, origins, horizonDays } = backtest;
  return (
    <div className="flex flex-col gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xs text-soft">{t('expectedBy', { day: day.format(Date.parse(to) - 1) })}</span>
        <span className="figures text-xl font-semibold" title={format.exact(expected, unit)}>
          {figure(expected)}
        </span>
        <span className="figures text-sm text-muted">
          {t('between', { low: figure(low), high: figure(high) })}
        </span>
        {previous !== null && (
          <Delta
            metric={{ unit, better: measure === 'cost' ? 'less' : 'neither' }}
            now={expected}
            before={previous}
            period={t('lastMonth')}
          />
        )}
      </p>
      <p className="text-xs text-muted">
        <span className="figures">{t('soFarOf', { present: figure(present) })}</span> {t(method)}{' '}
        {error !== null &&
          t('backtest', { count: origins, days: Math.round(horizonDays), error: format.percent(error) })}{' '}
        {coverage !== null && t('coverage', { share: format.percent(coverage) })}
      </p>
    </div>
  );
}

function Curve({ month, measure, asTable }: PartProps & { asTable: boolean }) {
  const t = useTexts(costTexts);
  const c = useTexts(common);
  const format = useFormat();
  const curve = useMemo(() => monthCurve(month), [month]);
  const unit = unitOf(measure);
  const chart = {
    buckets: month.days.map(({ start }) => Date.parse(start)),
    bucketMs: DAY,
    completeUntilMs: Date.parse(month.at),
    series: [{ name: measure, label: t('sumOfMonth'), color: MAIN_COLOR, points: curve.present }],
  };
  if (asTable) {
    const table = timeTable({
      ...chart,
      comparison: curve.band?.expected,
      comparisonLabel: t('expected'),
      timeLabel: c('time'),
      bucket: (startMs) => bucketLabel(startMs, DAY, format.locale, format.zone),
      exact: (value) => format.exact(value, unit),
    });
    return <DataTable label={t('forecast')} table={table} height={HEIGHT} />;
  }
  return (
    <TimeSeries
      {...chart}
      label={t('forecast')}
      mode="area"
      unit={unit}
      band={curve.band}
      height={HEIGHT}
      legend="none"
    />
  );
}
