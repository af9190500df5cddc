import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { PageTabs } from '../../shell/PageTabs.tsx';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { USAGE_TABS } from './tabs.ts';
import { usageTexts } from './texts.ts';

/** All parts have it: whoever looks at one customer goes on looking at that one. */
const filterSearch = z.object({ filter: z.string().max(4096).optional().catch(undefined) });

/** Usage & cost: what was spent, by whom and why; a part each, with its own address. */
export function UsageFrame() {
  const t = useTexts(usageTexts);
  const project = useProject();
  const time = useTimeRange();
  const [{ filter }] = useUrlState(filterSearch);
  const match = useMatchRoute();
  const [first] = USAGE_TABS;
  const shown = USAGE_TABS.find(({ to }) => match({ to }) !== false) ?? first;
  return (
    <Page
      title={shown === first ? t('title') : `${t(shown.name)} · ${t('title')}`}
      heading={t('title')}
      range={!('ownTime' in shown)}
      actions={
        USAGE_TABS.length > 1 && (
          <PageTabs
            label={t('title')}
            tabs={USAGE_TABS.map(({ name, to }) => ({ to, label: t(name) }))}
            project={project}
            search={{ ...time.search, filter }}
          />
        )
      }
    >
      <Outlet />
    </Page>
  );
}
