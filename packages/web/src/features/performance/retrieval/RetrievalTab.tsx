import { allOf } from '@pharos/core/filter-text';
import { useMemo } from 'react';
import { z } from 'zod';
import { bucketFor } from '../../../calendar-buckets.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { usePeriodName, useRangeLabel } from '../../../shell/RangePicker.tsx';
import { useUrlState } from '../../../url-state.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { MetricStrip } from '../MetricStrip.tsx';
import { Slowest } from '../Slowest.tsx';
import { useFigures } from '../use-figures.ts';
import { chartsOf, FIGURES } from './charts.ts';
import { retrievalTexts } from './texts.ts';

const HEIGHT = 200;
const search = z.object({ filter: z.string().max(4096).optional().catch(undefined) });
const RETRIEVALS = 'kind:retriever';

/** Retrieval and vector databases: how often they are asked, how long they take, what they find and how well it fits. */
export function RetrievalTab() {
  const [{ filter = '' }, set] = useUrlState(search);
  const range = useStillRange();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={filter} onChange={(text) => set({ filter: text })} range={range} />
        {problemIn(filter) === undefined ? <Panels filter={filter} /> : <BadFilter />}
      </div>
    </FirstSpan>
  );
}

function Panels({ filter }: { filter: string }) {
  const t = useTexts(retrievalTexts);
  const c = useTexts(common);
  const time = useTimeRange();
  const period = c('previousPeriod', { period: usePeriodName()(time) });
  const label = useRangeLabel()(time.range);
  const bucketSeconds = bucketFor(time);
  const charts = useMemo(() => chartsOf({ filter, bucketSeconds }), [filter, bucketSeconds]);
  const found = allOf(filter, RETRIEVALS);
  const asked = { metrics: FIGURES, filter, bucketSeconds };
  const nothing = useFigures(asked).data?.series[0]?.totals.vectorCalls === 0;
  if (nothing) return <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>;
  return (
    <ProjectWidgets>
      <p className="text-xs text-muted">{t('compared', { range: label, period })}</p>
      <MetricStrip {...asked} tracesFilter={found} period={period} />
      <div className="border-t pt-3">
        <WidgetPanel widget={charts.table} height={220} />
      </div>
      <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-2">
        <WidgetPanel widget={charts.latency} height={HEIGHT} />
        <WidgetPanel widget={charts.calls} height={HEIGHT} />
        <WidgetPanel widget={charts.scores} height={HEIGHT} />
        <WidgetPanel widget={charts.asked} height={HEIGHT} />
        <p className="text-xs text-muted xl:col-span-2">{t('scoreNote')}</p>
      </div>
      <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-2">
        <WidgetPanel widget={charts.empty} height={HEIGHT} />
        <WidgetPanel widget={charts.writes} height={HEIGHT} />
        <WidgetPanel widget={charts.units} height={HEIGHT} />
        <WidgetPanel widget={charts.writeLatency} height={HEIGHT} />
      </div>
      <section className="border-t pt-3">
        <Slowest filter={found} title={t('slowest')} />
      </section>
    </ProjectWidgets>
  );
}
