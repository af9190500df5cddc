import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { PageTabs } from '../../shell/PageTabs.tsx';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { PERFORMANCE_TABS } from './tabs.ts';
import { performanceTexts } from './texts.ts';

/** All parts have it: whoever looks at one agent goes on looking at that one. */
const filterSearch = z.object({ filter: z.string().max(4096).optional().catch(undefined) });

/** Performance: how fast it is, what it is asked of its databases, what its processes need, what is not as usual; a part each, with its own address. */
export function PerformanceFrame() {
  const t = useTexts(performanceTexts);
  const project = useProject();
  const time = useTimeRange();
  const [{ filter }] = useUrlState(filterSearch);
  const match = useMatchRoute();
  const [first] = PERFORMANCE_TABS;
  const shown = PERFORMANCE_TABS.find(({ to }) => match({ to }) !== false) ?? first;
  return (
    <Page
      title={shown === first ? t('title') : `${t(shown.name)} · ${t('title')}`}
      heading={t('title')}
      range={shown.name !== 'baselines'}
      actions={
        <PageTabs
          label={t('title')}
          tabs={PERFORMANCE_TABS.map(({ name, to }) => ({ to, label: t(name) }))}
          project={project}
          search={{ ...time.search, filter }}
        />
      }
    >
      <Outlet />
    </Page>
  );
}
