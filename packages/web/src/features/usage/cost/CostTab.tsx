import { useMemo } from 'react';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { usePeriodName, useRangeLabel } from '../../../shell/RangePicker.tsx';
import { useStillRange } from '../../../use-still-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { WasteSection } from '../waste/WasteSection.tsx';
import { Breakdown } from './Breakdown.tsx';
import { tokenKinds } from './charts.ts';
import { Download } from './Download.tsx';
import { Figures } from './Figures.tsx';
import { Forecast } from './Forecast.tsx';
import { MoversPanel } from './MoversPanel.tsx';
import { OverTime } from './OverTime.tsx';
import { costTexts } from './texts.ts';
import { useUsage } from './use-usage.ts';

/** What was spent, on what, by whom; where it is heading, and what changed it. */
export function CostTab() {
  const { filter, set } = useUsage();
  const range = useStillRange();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={filter} onChange={(text) => set({ filter: text })} range={range} />
        {problemIn(filter) !== undefined ? (
          <BadFilter />
        ) : (
          <>
            <Panels />
            <WasteSection filter={filter} />
          </>
        )}
      </div>
    </FirstSpan>
  );
}

function Panels() {
  const usage = useUsage();
  const t = useTexts(costTexts);
  const c = useTexts(common);
  const { time, filter, asked } = usage;
  const period = c('previousPeriod', { period: usePeriodName()(time) });
  const label = useRangeLabel()(time.range);
  return (
    <ProjectWidgets>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-xs text-muted">{t('compared', { range: label, period })}</p>
          <Download usage={usage} />
        </div>
        <Figures usage={usage} period={period} />
        <section className="border-t pt-3">
          <OverTime usage={usage} period={period} />
        </section>
        <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-2">
          <Forecast usage={usage} />
          <TokenKinds filter={filter} bucketSeconds={asked.bucketSeconds} />
        </div>
        <section className="border-t pt-3">
          <MoversPanel usage={usage} period={period} />
        </section>
        <Breakdown usage={usage} period={period} />
      </div>
    </ProjectWidgets>
  );
}

function TokenKinds({ filter, bucketSeconds }: { filter: string; bucketSeconds: number }) {
  const widget = useMemo(() => tokenKinds({ filter, bucketSeconds }), [filter, bucketSeconds]);
  return <WidgetPanel widget={widget} height={256} />;
}
