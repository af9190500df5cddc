import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { PageTabs } from '../../shell/PageTabs.tsx';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { exploreTexts } from './texts.ts';

const TABS = [
  { name: 'questions', to: '/p/$project/explore' },
  { name: 'sql', to: '/p/$project/explore/sql' },
] as const;

/** Explore: by questions, or by SQL; each with its own address. */
export function ExploreFrame() {
  const t = useTexts(exploreTexts);
  const project = useProject();
  const { search } = useTimeRange();
  const sql = useMatchRoute()({ to: '/p/$project/explore/sql' }) !== false;
  return (
    <Page
      title={sql ? `${t('sql')} · ${t('title')}` : t('title')}
      heading={t('title')}
      range={!sql}
      fill={sql}
      actions={
        <PageTabs
          label={t('title')}
          tabs={TABS.map(({ name, to }) => ({ to, label: t(name) }))}
          project={project}
          search={search}
        />
      }
    >
      <Outlet />
    </Page>
  );
}
