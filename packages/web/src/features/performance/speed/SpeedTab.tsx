import { useMemo } from 'react';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { usePeriodName, useRangeLabel } from '../../../shell/RangePicker.tsx';
import { useStillRange } from '../../../use-still-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { MetricStrip } from '../MetricStrip.tsx';
import { Slowest } from '../Slowest.tsx';
import { Breakdown } from './Breakdown.tsx';
import * as charts from './charts.ts';
import { figuresOf, SUBJECT_NAMES } from './subjects.ts';
import { speedTexts } from './texts.ts';
import { type Speed, useSpeed } from './use-speed.ts';

const HEIGHT = 220;
const PAIR = 'grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-2';

/** How fast it is: requests, agents, models and tools, against what is usual, down to the slowest steps. */
export function SpeedTab() {
  const speed = useSpeed();
  const range = useStillRange();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={speed.filter} onChange={(filter) => speed.set({ filter })} range={range} />
        {problemIn(speed.filter) === undefined ? <Panels speed={speed} /> : <BadFilter />}
      </div>
    </FirstSpan>
  );
}

function Panels({ speed }: { speed: Speed }) {
  const t = useTexts(speedTexts);
  const c = useTexts(common);
  const { of, subject, time, filter, set } = speed;
  const period = c('previousPeriod', { period: usePeriodName()(time) });
  const label = useRangeLabel()(time.range);
  const { bucketSeconds, filter: ofSubject } = speed.shown;
  const shown = useMemo(() => ({ filter: ofSubject, bucketSeconds }), [ofSubject, bucketSeconds]);
  const ofAll = useMemo(() => ({ filter, bucketSeconds }), [filter, bucketSeconds]);
  const figures = useMemo(() => figuresOf(subject), [subject]);
  const asksModels = of !== 'tools';
  const of1 = useMemo(
    () => ({
      latency: charts.latency(subject, shown),
      latencyAndUsual: charts.latencyAndUsual(subject, shown),
      throughput: charts.throughput(subject, shown),
      success: charts.success(subject, shown),
    }),
    [subject, shown],
  );
  const ofModels = useMemo(
    () => ({
      firstToken: charts.firstToken(ofAll),
      outputSpeed: charts.outputSpeed(ofAll),
      firstCall: charts.firstCall(ofAll),
      queue: charts.queue(ofAll),
      rateLimited: charts.rateLimited(ofAll),
    }),
    [ofAll],
  );
  return (
    <ProjectWidgets>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t('subject')}
          value={of}
          options={SUBJECT_NAMES.map((value) => ({ value, label: t(value) }))}
          onChange={(next) => set({ of: next, by: undefined })}
        />
        <p className="text-xs text-muted">{t('compared', { range: label, period })}</p>
      </div>
      <MetricStrip
        metrics={figures}
        filter={ofSubject}
        tracesFilter={ofSubject}
        bucketSeconds={bucketSeconds}
        period={period}
      />
      <div className={PAIR}>
        <WidgetPanel widget={of1.latency} height={HEIGHT} />
        <WidgetPanel widget={of1.latencyAndUsual} height={HEIGHT} />
        <WidgetPanel widget={of1.throughput} height={HEIGHT} />
        <WidgetPanel widget={of1.success} height={HEIGHT} />
        <p className="text-xs text-muted xl:col-span-2">{t('usualHint')}</p>
      </div>
      <Breakdown speed={speed} />
      {asksModels && (
        <>
          <div className={PAIR}>
            <WidgetPanel widget={ofModels.firstToken} height={HEIGHT} />
            <WidgetPanel widget={ofModels.outputSpeed} height={HEIGHT} />
          </div>
          <section className="border-t pt-3">
            <h2 className="text-sm font-semibold">{t('waiting')}</h2>
            <p className="pb-2 text-xs text-muted">{t('waitingHint')}</p>
            <div className="grid grid-cols-1 gap-x-8 gap-y-4 xl:grid-cols-3">
              <WidgetPanel widget={ofModels.firstCall} height={HEIGHT} />
              <WidgetPanel widget={ofModels.queue} height={HEIGHT} />
              <WidgetPanel widget={ofModels.rateLimited} height={HEIGHT} />
            </div>
          </section>
        </>
      )}
      <section className="border-t pt-3">
        <Slowest filter={ofSubject} />
      </section>
    </ProjectWidgets>
  );
}
