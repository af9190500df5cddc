import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { usePeriodName } from '../../shell/RangePicker.tsx';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../widgets/WidgetPanel.tsx';
import { Compared } from './Compared.tsx';
import { COST, LATENCY, REQUESTS, TOKENS } from './charts.ts';
import { overview } from './messages.ts';
import { Now } from './Now.tsx';
import { useOverviewRange } from './use-overview-range.ts';
import { Where } from './where/Where.tsx';
import { Wrong } from './wrong/Wrong.tsx';

/** Of charts, in pixels. */
const HIGH = 180;
const LOW = 160;

/** Is anything wrong, what goes on now, how it compares, where to look. Every figure opens its list. */
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
  const c = useTexts(common);
  const range = useOverviewRange();
  const period = c('previousPeriod', { period: usePeriodName()(range.time) });
  return (
    <ProjectWidgets>
      <div className="flex flex-col gap-3">
        <Wrong />
        <Now />
        <Compared range={range} period={period} />
        <Where range={range} period={period} />
        <div className="grid grid-cols-1 gap-x-8 gap-y-3 border-t pt-1 xl:grid-cols-[2fr_1fr]">
          <WidgetPanel widget={REQUESTS} height={HIGH} />
          <WidgetPanel widget={COST} height={HIGH} />
        </div>
        <div className="grid grid-cols-1 gap-x-8 gap-y-3 border-t pt-1 xl:grid-cols-2">
          <WidgetPanel widget={LATENCY} height={LOW} />
          <WidgetPanel widget={TOKENS} height={LOW} />
        </div>
      </div>
    </ProjectWidgets>
  );
}
