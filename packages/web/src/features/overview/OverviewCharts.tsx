import type { Unit } from '@pharos/core/metrics';
import { useQuestion } from '../../api/question.ts';
import { bucketsOf, minus, splitSeries, wholeSeries } from '../../charts/answer.ts';
import { BAD_COLOR, SUCCESS_COLOR } from '../../charts/kit/palette.ts';
import { TimeSeries } from '../../charts/time-series/TimeSeries.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { overview } from './messages.ts';
import type { OverviewRange } from './use-overview-range.ts';

interface ChartProps {
  range: OverviewRange;
}

/** What every chart of the page is given. */
function useChartProps(_range: OverviewRange, seconds: number, unit: Unit, before = '') {
  const format = useFormat();
  const t = useTexts(overview);
  const period = format.period(seconds * 1000);
  return {
    period,
    note: t('per', { length: period }),
    chart: { unit, comparisonLabel: before },
  };
}

export function RequestsChart({ range, period }: ChartProps & { period: string }) {
  const t = useTexts(overview);
  const { note, chart } = useChartProps(range, range.fine.bucketSeconds, 'count', period);
  const query = useQuestion(useProject(), {
    metrics: ['requests', 'requestErrors'],
    ...range.fine,
    compare: true,
  });
  return (
    <QueryPanel title={t('requestsTitle')} note={note} query={query} height={190}>
      {(answer) => {
        const failed = wholeSeries(answer, 'requestErrors', t('failed'), BAD_COLOR);
        const all = wholeSeries(answer, 'requests', t('succeeded'), SUCCESS_COLOR);
        return (
          <TimeSeries
            {...chart}
            {...bucketsOf(answer, Date.now())}
            label={t('requestsTitle')}
            mode="bars"
            height={190}
            series={[failed, { ...all, points: minus(all.points, failed.points) }]}
            comparison={
              answer.series[0]?.previous?.requests ? answer.series[0].previousPoints?.requests : undefined
            }
            showTotal
          />
        );
      }}
    </QueryPanel>
  );
}

export function CostChart({ range }: ChartProps) {
  const t = useTexts(overview);
  const c = useTexts(common);
  const { note, chart } = useChartProps(range, range.coarse.bucketSeconds, 'usd');
  const query = useQuestion(useProject(), {
    metrics: ['cost'],
    dimensions: ['model'],
    ...range.coarse,
    limit: 5,
  });
  return (
    <QueryPanel title={t('costTitle')} note={note} query={query} height={190}>
      {(answer) => {
        const series = splitSeries(answer, {
          metric: 'cost',
          dimension: 'model',
          otherLabel: c('other'),
          unnamedLabel: c('unnamed'),
        });
        return (
          <TimeSeries
            {...chart}
            {...bucketsOf(answer, Date.now())}
            label={t('costTitle')}
            mode="bars"
            height={190}
            series={series}
            showTotal
          />
        );
      }}
    </QueryPanel>
  );
}

const QUANTILES = [
  { metric: 'latencyP50', label: 'P50', color: 'var(--series-8)' },
  { metric: 'latencyP95', label: 'P95', color: 'var(--series-1)' },
  { metric: 'latencyP99', label: 'P99', color: 'var(--series-7)' },
];

/** In wide buckets: a percentile of a handful of requests is only its slowest one. */
export function LatencyChart({ range }: ChartProps) {
  const t = useTexts(overview);
  const { period, chart } = useChartProps(range, range.coarse.bucketSeconds, 'ms');
  const query = useQuestion(useProject(), {
    metrics: QUANTILES.map(({ metric }) => metric),
    ...range.coarse,
  });
  return (
    <QueryPanel
      title={t('latencyTitle')}
      note={t('latencyNote', { length: period })}
      query={query}
      height={160}
    >
      {(answer) => (
        <TimeSeries
          {...chart}
          {...bucketsOf(answer, Date.now())}
          label={t('latencyTitle')}
          mode="line"
          height={160}
          series={QUANTILES.map(({ metric, label, color }) => wholeSeries(answer, metric, label, color))}
        />
      )}
    </QueryPanel>
  );
}

const KINDS = [
  { metric: 'inputTokens', color: 'var(--series-1)' },
  { metric: 'cachedReadTokens', color: 'var(--series-8)' },
  { metric: 'cacheWriteTokens', color: 'var(--series-4)' },
  { metric: 'outputTokens', color: 'var(--series-2)' },
  { metric: 'reasoningTokens', color: 'var(--series-7)' },
] as const;

export function TokensChart({ range }: ChartProps) {
  const t = useTexts(overview);
  const { note, chart } = useChartProps(range, range.coarse.bucketSeconds, 'tokens');
  const query = useQuestion(useProject(), { metrics: KINDS.map(({ metric }) => metric), ...range.coarse });
  return (
    <QueryPanel title={t('tokensTitle')} note={note} query={query} height={160}>
      {(answer) => {
        const series = KINDS.filter(({ metric }) => answer.series[0]?.totals[metric]).map(
          ({ metric, color }) => wholeSeries(answer, metric, t(metric), color),
        );
        return (
          <TimeSeries
            {...chart}
            {...bucketsOf(answer, Date.now())}
            label={t('tokensTitle')}
            mode="bars"
            height={160}
            series={series}
            showTotal
          />
        );
      }}
    </QueryPanel>
  );
}
