import { unitOfMetric } from '@pharos/core/metric-points/named';
import { metricNamed } from '@pharos/core/metrics';
import type { Answer } from '@pharos/core/question';
import { Funnel, FunnelX } from 'lucide-react';
import { groupLabel } from '../../charts/answer.ts';
import { Swatch } from '../../charts/kit/Legend.tsx';
import { Sparkline } from '../../charts/stat/Sparkline.tsx';
import { IconButton } from '../../components/Button.tsx';
import { Delta } from '../../components/Delta.tsx';
import { useFieldName } from '../../components/filter-bar/field-name.ts';
import { ShareBar } from '../../components/ShareBar.tsx';
import type { Column } from '../../components/Table.tsx';
import { Absent } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useMetricName } from '../../i18n/metric-names.ts';
import { useMedia } from '../../use-media.ts';
import { useWidgetSource } from '../../widgets/context.ts';
import { addsUp } from '../../widgets/drawing.ts';
import { useWords } from '../../widgets/words.ts';
import { conditionsOf, type GroupRow, withConditions, withoutGroup } from './group-rows.ts';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';

/** Further metrics leave no room for the shape of the first. */
const MOST_BESIDE_TREND = 4;

/** The columns of the groups of an answer: name, figures, share, change, shape, and what can be done with one. */
export function useGroupColumns({ state, change }: Explore, units: Answer['units']): Column<GroupRow>[] {
  const t = useTexts(exploreTexts);
  const format = useFormat();
  const words = useWords();
  const fieldName = useFieldName();
  const metricName = useMetricName();
  const { periodName } = useWidgetSource();
  const wide = useMedia('(min-width: 640px)');
  const { metrics, dimensions } = state;
  const [first = ''] = metrics;
  const label = ({ series }: GroupRow) => groupLabel(series, state, words);

  const figure = (metric: string) => (row: GroupRow) => {
    const unit = unitOfMetric(metric, units);
    const value = row.series.totals[metric];
    if (value === null || value === undefined) return <Absent />;
    return <span title={format.full(value, unit, row.series.exact[metric])}>{format.unit(value, unit)}</span>;
  };
  const shared: Column<GroupRow>[] =
    metrics.length === 1 && addsUp({ metrics })
      ? [
          {
            id: 'share',
            header: t('share'),
            width: '9rem',
            wideOnly: true,
            cell: ({ share = 0, color }) => (
              <ShareBar share={share} color={color} text={format.percent(share)} />
            ),
          },
        ]
      : [];
  const trend: Column<GroupRow>[] =
    metrics.length <= MOST_BESIDE_TREND
      ? [
          {
            id: 'trend',
            header: t('trend'),
            width: '8rem',
            wideOnly: true,
            cell: ({ series, color }) => (
              <Sparkline points={series.points?.[first] ?? []} color={color} width={110} lastIncomplete />
            ),
          },
        ]
      : [];
  return [
    {
      id: 'group',
      header: dimensions.map(fieldName).join(' · '),
      cell: (row) => (
        <span title={label(row)}>
          <Swatch color={row.color} /> {label(row)}
        </span>
      ),
    },
    ...metrics.map(
      (metric, nth): Column<GroupRow> => ({
        id: metric,
        header: metricName(metric),
        width: wide && metrics.length <= MOST_BESIDE_TREND ? '8rem' : '6rem',
        align: 'right',
        wideOnly: nth > 0,
        cell: figure(metric),
      }),
    ),
    {
      id: 'change',
      header: <span title={t('changeOf', { metric: metricName(first) })}>{t('change')}</span>,
      width: wide ? '5rem' : '4.25rem',
      align: 'right',
      cell: ({ series }) => (
        <Delta
          metric={{ unit: unitOfMetric(first, units), better: metricNamed(first)?.better ?? 'neither' }}
          now={series.totals[first]}
          before={series.previous?.[first]}
          period={periodName}
        />
      ),
    },
    ...shared,
    ...trend,
    {
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '4rem',
      align: 'right',
      cell: (row) => {
        if (row.series.other) return null;
        const conditions = conditionsOf(dimensions, row.series.group);
        const opposite = withoutGroup(conditions);
        return (
          <span className="inline-flex">
            <IconButton
              label={t('onlyThis', { name: label(row) })}
              className="!size-7"
              onClick={() => change({ filter: withConditions(state.filter, conditions) })}
            >
              <Funnel className="size-3.5" aria-hidden />
            </IconButton>
            {opposite && (
              <IconButton
                label={t('withoutThis', { name: label(row) })}
                className="!size-7"
                onClick={() => change({ filter: withConditions(state.filter, [opposite]) })}
              >
                <FunnelX className="size-3.5" aria-hidden />
              </IconButton>
            )}
          </span>
        );
      },
    },
  ];
}
