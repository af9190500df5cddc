import type { Filter } from '@pharos/core/filter';
import { alignedTo, bucketSeconds } from '@pharos/core/time-range';
import { useQuestion } from '../../api/question.ts';
import { bucketsOf, splitSeries } from '../../charts/answer.ts';
import { TimeSeries } from '../../charts/time-series/TimeSeries.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { usersTexts } from './texts.ts';

const HEIGHT = 160;

/** What a user cost over time, split by model. */
export function UserCost({ filter }: { filter: Filter }) {
  const t = useTexts(usersTexts);
  const c = useTexts(common);
  const format = useFormat();
  const time = useTimeRange();
  const seconds = bucketSeconds(time, 60);
  const { fromMs, toMs } = alignedTo(seconds, time);
  const query = useQuestion(useProject(), {
    metrics: ['cost'],
    dimensions: ['model'],
    filters: [filter],
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketSeconds: seconds,
    limit: 6,
  });
  return (
    <QueryPanel
      title={t('costOverTime')}
      note={t('per', { length: format.period(seconds * 1000) })}
      query={query}
      height={HEIGHT}
    >
      {(answer) => {
        const series = splitSeries(answer, {
          metric: 'cost',
          dimension: 'model',
          otherLabel: c('other'),
          unnamedLabel: t('noModel'),
        });
        return series.length === 0 ? (
          <p className="py-3 text-muted">{t('none')}</p>
        ) : (
          <TimeSeries
            {...bucketsOf(answer, Date.now())}
            label={t('costOverTime')}
            mode="bars"
            height={HEIGHT}
            unit="usd"
            series={series}
            showTotal
          />
        );
      }}
    </QueryPanel>
  );
}
