import { lazy, Suspense } from 'react';
import { PanelSkeleton } from '../../components/Panel.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { usePeriodName } from '../../shell/RangePicker.tsx';
import { Compared } from './Compared.tsx';
import { overview } from './messages.ts';
import { Now } from './Now.tsx';
import { useOverviewRange } from './use-overview-range.ts';
import { Wrong } from './wrong/Wrong.tsx';

// What is at the top can be read before these are there.
const Where = lazy(async () => ({ default: (await import('./where/Where.tsx')).Where }));
const Charts = lazy(async () => ({ default: (await import('./Charts.tsx')).Charts }));

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
    <div className="flex flex-col gap-3">
      <Wrong />
      <Now />
      <Compared range={range} period={period} />
      <Suspense fallback={<SkeletonRows rows={6} />}>
        <Where range={range} period={period} />
      </Suspense>
      <Suspense fallback={<PanelSkeleton height={180} shape="chart" />}>
        <Charts />
      </Suspense>
    </div>
  );
}
