import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
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
        <nav aria-label={t('title')} className="flex gap-1">
          {TABS.map(({ name, to }) => (
            <Link
              key={name}
              to={to}
              params={{ project }}
              search={search}
              activeOptions={{ exact: true, includeSearch: false }}
              className="flex h-8 items-center rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
            >
              {t(name)}
            </Link>
          ))}
        </nav>
      }
    >
      <Outlet />
    </Page>
  );
}
