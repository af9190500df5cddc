import { type Concurrency as Answer, MOST_DAYS } from '@pharos/core/api/behaviour';
import { type Expected, NOTHING_EXPECTED } from '@pharos/core/api/presence';
import { useQuery } from '@tanstack/react-query';
import { concurrencyQuery } from '../../../api/behaviour.ts';
import { presenceSettingsQuery } from '../../../api/presence.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useZonedRange } from '../use-periods.ts';
import { activityTexts } from './texts.ts';

const HEIGHT = 200;
/** A line far above what there is would press the chart flat: it is drawn from this share on. */
const SHOWN_FROM = 0.25;
const MEASURES = [
  { measure: 'users', color: 'var(--series-1)' },
  { measure: 'sessions', color: 'var(--series-2)' },
  { measure: 'runs', color: 'var(--series-4)' },
] as const;

/** How many were there at once, and when most were. */
export function Concurrency() {
  const t = useTexts(activityTexts);
  const format = useFormat();
  const project = useProject();
  const { from, to, cut } = useZonedRange(MOST_DAYS.concurrency);
  const query = useQuery(concurrencyQuery(project, { from, to }));
  const expected = useQuery(presenceSettingsQuery(project)).data?.expected ?? NOTHING_EXPECTED;
  const period = format.period((query.data?.bucketSeconds ?? 60) * 1000);
  const note = [t('concurrencyNote', { period }), ...(cut ? [t('concurrencyLimit')] : [])].join(' · ');
  return (
    <QueryPanel
      title={t('concurrency')}
      note={note}
      query={query}
      height={HEIGHT + 56}
      className="border-t pt-3"
    >
      {(data) => (
        <>
          <Peaks peaks={data.peaks} expected={expected} />
          <TimeSeries
            label={t('concurrency')}
            mode="line"
            unit="count"
            height={HEIGHT}
            buckets={data.buckets.map(({ start }) => Date.parse(start))}
            bucketMs={data.bucketSeconds * 1000}
            completeUntilMs={Date.parse(to)}
            thresholds={MEASURES.flatMap(({ measure }) => {
              const most = expected[measure];
              const near = most !== null && (data.peaks[measure]?.value ?? 0) >= most * SHOWN_FROM;
              return near
                ? [{ value: most, tone: 'warn', label: t('expectedOf', { measure: t(measure) }) }]
                : [];
            })}
            series={MEASURES.map(({ measure, color }) => ({
              ...{ name: measure, label: t(measure), color },
              points: data.buckets.map((bucket) => bucket[measure]),
            }))}
          />
        </>
      )}
    </QueryPanel>
  );
}

function Peaks({ peaks, expected }: Pick<Answer, 'peaks'> & { expected: Expected }) {
  const t = useTexts(activityTexts);
  const format = useFormat();
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1 pb-2">
      {MEASURES.map(({ measure }) => {
        const peak = peaks[measure];
        const most = expected[measure];
        const over = most !== null && (peak?.value ?? 0) > most;
        return (
          <div key={measure} className="flex items-baseline gap-2">
            <dt className="text-xs text-muted">{t(measure)}</dt>
            <dd className="figures font-semibold">{peak ? format.count(peak.value) : '–'}</dd>
            <dd className="text-xs text-muted">
              {peak ? t('peak', { time: format.dayTime(Date.parse(peak.at)) }) : t('noPeak')}
              {most !== null && (
                <>
                  {' · '}
                  <span className={over ? 'text-warn' : undefined}>
                    {t(over ? 'overExpected' : 'ofExpected', { most: format.count(most) })}
                  </span>
                </>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
