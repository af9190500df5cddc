import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { usePeriodName, useRangeLabel } from '../../shell/RangePicker.tsx';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../widgets/WidgetPanel.tsx';
import { COST, LATENCY, REQUESTS, TOKENS } from './charts.ts';
import { LatestErrors } from './LatestErrors.tsx';
import { overview } from './messages.ts';
import { StatStrip } from './StatStrip.tsx';
import { TopLists } from './TopLists.tsx';
import { useOverviewRange } from './use-overview-range.ts';

/** What is going on, how it compares, and where to look. Every figure opens its list. */
export function OverviewPage() {
  const t = useTexts(overview);
  return (
    <Page title={t('title')} range>
      <FirstSpan>
        <Panels />
      </FirstSpan>
    </Page>
  );
}

function Panels() {
  const t = useTexts(overview);
  const c = useTexts(common);
  const range = useOverviewRange();
  const period = c('previousPeriod', { period: usePeriodName()(range.time) });
  const label = useRangeLabel()(range.time.range);
  return (
    <ProjectWidgets>
      <div className="flex flex-col gap-4">
        <p className="text-xs text-muted">{t('compared', { range: label, period })}</p>
        <StatStrip range={range} period={period} />
        <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-[2fr_1fr]">
          <WidgetPanel widget={REQUESTS} height={190} />
          <WidgetPanel widget={COST} height={190} />
        </div>
        <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 xl:grid-cols-2">
          <WidgetPanel widget={LATENCY} height={160} />
          <WidgetPanel widget={TOKENS} height={160} />
        </div>
        <TopLists range={range} />
        <LatestErrors range={range} />
      </div>
    </ProjectWidgets>
  );
}
