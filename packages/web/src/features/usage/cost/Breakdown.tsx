import { metricNamed } from '@pharos/core/metrics';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { groupLabel } from '../../../charts/answer.ts';
import { Swatch } from '../../../charts/kit/Legend.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useMedia } from '../../../use-media.ts';
import { useWidgetSource } from '../../../widgets/context.ts';
import { useTracesBehind } from '../../../widgets/use-pick.ts';
import { useWords } from '../../../widgets/words.ts';
import { type BreakdownRow, breakdownRows, sorted } from './breakdown-rows.ts';
import { breakdown } from './charts.ts';
import { costTexts } from './texts.ts';
import { useSort } from './use-sort.ts';
import type { Usage } from './use-usage.ts';

const HEIGHT = 288;

/** Every value of the dimension with what it cost, its share, its price and its change. A row opens its traces. */
export function Breakdown({ usage, period }: { usage: Usage; period: string }) {
  const { measure, by, filter, asked } = usage;
  const t = useTexts(costTexts);
  const fieldName = useFieldName();
  const source = useWidgetSource();
  const widget = useMemo(
    () => breakdown(measure, by, { filter, bucketSeconds: asked.bucketSeconds }),
    [measure, by, filter, asked.bucketSeconds],
  );
  const query = useQuery(source.queryOf(widget));
  const behind = useTracesBehind(widget);
  const [sort, setSort] = useSort(measure);
  const columns = useColumns(usage, period);
  const rows = useMemo(
    () => (query.data ? sorted(breakdownRows(query.data, { measure, by }), sort) : []),
    [query.data, measure, by, sort],
  );
  return (
    <QueryPanel
      title={t('breakdown', { name: fieldName(by) })}
      note={by === 'tag' ? t('tagNote') : undefined}
      query={query}
      height={HEIGHT}
      skeleton="rows"
      className="border-t pt-3"
    >
      {() =>
        rows.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('nothing')}</p>
        ) : (
          <Table
            label={t('breakdown', { name: fieldName(by) })}
            columns={columns}
            rows={rows}
            rowKey={({ key }) => key}
            rowLink={({ series }) => behind(series.other ? {} : { group: series.group }) ?? { to: '.' }}
            sort={sort}
            onSort={setSort}
          />
        )
      }
    </QueryPanel>
  );
}

function useColumns({ measure, by }: Usage, period: string): Column<BreakdownRow>[] {
  const t = useTexts(costTexts);
  const format = useFormat();
  const words = useWords();
  const fieldName = useFieldName();
  const metricName = useMetricName();
  const wide = useMedia('(min-width: 640px)');
  const asked = { metrics: [measure], dimensions: [by] };
  const figure = (metric: string, wideOnly: boolean, width = '6.5rem'): Column<BreakdownRow> => ({
    id: metric,
    header: metric === 'costPerCall' ? t('costPerCall') : metricName(metric),
    width,
    align: 'right',
    sortable: true,
    wideOnly,
    cell: ({ series, figures }) => {
      if (metric === 'cost')
        return <Money amount={series.exact.cost} unpricedSpans={series.totals.unpricedCalls ?? 0} />;
      const value = figures[metric];
      if (value === null || value === undefined) return <Absent />;
      const unit = metric === 'costPerCall' ? 'usd' : (metricNamed(metric)?.unit ?? 'number');
      return <span title={format.full(value, unit, series.exact[metric])}>{format.unit(value, unit)}</span>;
    },
  });
  return [
    {
      id: 'group',
      header: fieldName(by),
      sortable: true,
      cell: ({ series, color }) => {
        const label = groupLabel(series, asked, words);
        return (
          <span title={label}>
            <Swatch color={color} /> {label}
          </span>
        );
      },
    },
    {
      id: 'share',
      header: t('share'),
      width: '9rem',
      wideOnly: true,
      cell: ({ share, color }) => <ShareBar share={share} color={color} text={format.percent(share)} />,
    },
    figure('cost', !wide && measure !== 'cost', '6rem'),
    figure('tokens', !wide && measure !== 'tokens', '6rem'),
    figure('modelCalls', true),
    figure('costPerCall', true),
    figure('cacheHitRate', true),
    {
      id: 'change',
      header: t('change'),
      width: '5rem',
      align: 'right',
      sortable: true,
      cell: ({ series }) => (
        <Delta
          metric={metricNamed(measure) ?? { unit: 'number', better: 'neither' }}
          now={series.totals[measure]}
          before={series.previous?.[measure]}
          period={period}
        />
      ),
    },
  ];
}
