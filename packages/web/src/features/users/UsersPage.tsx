import { Link } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { z } from 'zod';
import { PanelSkeleton } from '../../components/Panel.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { PageTimeContext, useNow } from '../../use-time-range.ts';
import { OnlineLink } from './OnlineLink.tsx';
import { USERS_TABS, type UsersTab } from './tabs.ts';
import { usersTexts } from './texts.ts';
import { UserList } from './UserList.tsx';

const NAMES = USERS_TABS.map(({ name }) => name);
const tabSearch = z.object({
  tab: z.enum(NAMES).default('list').catch('list'),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
});
/** What is told by days need not move on by the second. */
const EVERY_MS = 300_000;
const HEIGHT = 320;

const CONTENT: Readonly<Record<Exclude<UsersTab, 'list'>, ComponentType>> = {
  activity: lazy(async () => ({ default: (await import('./activity/ActivityTab.tsx')).ActivityTab })),
  retention: lazy(async () => ({ default: (await import('./retention/RetentionTab.tsx')).RetentionTab })),
  funnels: lazy(async () => ({ default: (await import('./funnels/FunnelsTab.tsx')).FunnelsTab })),
  paths: lazy(async () => ({ default: (await import('./paths/PathsTab.tsx')).PathsTab })),
  segments: lazy(async () => ({ default: (await import('./segments/SegmentsTab.tsx')).SegmentsTab })),
};

/** The users of the product: who they are, and how they behave; a part each, named in the address. */
export function UsersPage() {
  const [{ tab }] = useUrlState(tabSearch);
  const shown = USERS_TABS.find(({ name }) => name === tab) ?? USERS_TABS[0];
  const nowMs = useNow(EVERY_MS) + EVERY_MS;
  const opensWith = 'opensWith' in shown ? shown.opensWith : undefined;
  const time = useMemo(
    () => (opensWith === undefined ? undefined : { opensWith, nowMs }),
    [opensWith, nowMs],
  );
  return (
    <PageTimeContext value={time}>
      <Frame tab={shown.name} />
    </PageTimeContext>
  );
}

function Frame({ tab }: { tab: UsersTab }) {
  const t = useTexts(usersTexts);
  const Content = tab === 'list' ? undefined : CONTENT[tab];
  return (
    <Page
      title={Content ? `${t(tab)} · ${t('title')}` : t('title')}
      heading={t('title')}
      range={tab !== 'segments'}
      fill={!Content}
      actions={
        <>
          <OnlineLink />
          <Tabs />
        </>
      }
    >
      <FirstSpan>
        {Content ? (
          <Suspense fallback={<PanelSkeleton height={HEIGHT} shape="chart" />}>
            <Content />
          </Suspense>
        ) : (
          <UserList />
        )}
      </FirstSpan>
    </Page>
  );
}

function Tabs() {
  const t = useTexts(usersTexts);
  const project = useProject();
  const [{ from, to }] = useUrlState(tabSearch);
  return (
    <nav aria-label={t('title')} className="scroll-thin flex max-w-full gap-1 overflow-x-auto">
      {NAMES.map((name) => (
        <Link
          key={name}
          to="/p/$project/users"
          params={{ project }}
          search={{ from, to, tab: name === 'list' ? undefined : name }}
          // Both ways: without a tab it is the list, and only then.
          activeOptions={{ explicitUndefined: true }}
          className="flex h-8 items-center rounded-md px-2.5 whitespace-nowrap text-muted hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
