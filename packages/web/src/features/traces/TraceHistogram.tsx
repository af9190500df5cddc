import { parseFilterText } from '@pharos/core/filter-text';
import { alignedTo, bucketSeconds } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { useQuestion } from '../../api/question.ts';
import { bucketsOf, minus, wholeSeries } from '../../charts/answer.ts';
import { BAD_COLOR, SUCCESS_COLOR } from '../../charts/kit/palette.ts';
import { TimeSeries } from '../../charts/time-series/TimeSeries.tsx';
import { cx } from '../../components/cx.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { tracesTexts } from './texts.ts';

const HEIGHT = 96;
const MOST_BUCKETS = 84;

/** How many of the listed requests there were over time, and how many failed. Dragging narrows the time range. */
export function TraceHistogram({ filter }: { filter: string }) {
  const t = useTexts(tracesTexts);
  const _c = useTexts(common);
  const format = useFormat();
  const time = useTimeRange();
  const seconds = bucketSeconds(time, MOST_BUCKETS);
  const { fromMs, toMs } = alignedTo(seconds, time);
  const { filters, search } = useMemo(() => parseFilterText(filter), [filter]);
  const query = useQuestion(useProject(), {
    metrics: ['requests', 'requestErrors'],
    filters,
    search,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketSeconds: seconds,
  });
  const answer = query.data;
  if (!answer) {
    // The list below is the page; a chart that cannot be had takes no room for an excuse.
    return query.isError ? null : <Skeleton className="h-24 w-full opacity-50" />;
  }
  const failed = wholeSeries(answer, 'requestErrors', t('failed'), BAD_COLOR);
  const all = wholeSeries(answer, 'requests', t('succeeded'), SUCCESS_COLOR);
  return (
    <div className={cx('transition-opacity', query.isPlaceholderData && 'opacity-55')}>
      <p className="text-xs text-muted">
        <span className="font-medium text-soft">{t('requests')}</span>{' '}
        {t('perBucket', { length: format.period(seconds * 1000) })}
      </p>
      <TimeSeries
        {...bucketsOf(answer, Date.now())}
        label={t('requests')}
        mode="bars"
        height={HEIGHT}
        unit="count"
        series={[failed, { ...all, points: minus(all.points, failed.points) }]}
        showTotal
      />
    </div>
  );
}
