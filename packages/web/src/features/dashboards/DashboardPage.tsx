import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { dashboardQuery } from '../../api/dashboards.ts';
import { isFailure } from '../../api/failure.ts';
import { useRole } from '../../api/me.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Gone } from '../../components/Gone.tsx';
import { PanelSkeleton } from '../../components/Panel.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { dashboardTexts } from './texts.ts';
import { useAddress } from './view/address.ts';
import { ViewPage } from './view/ViewPage.tsx';

const EditorPage = lazy(async () => ({
  default: (await import('./editor/EditorPage.tsx')).EditorPage,
}));
const OldVersion = lazy(async () => ({ default: (await import('./versions/OldVersion.tsx')).OldVersion }));
const VersionsPanel = lazy(async () => ({
  default: (await import('./versions/VersionsPanel.tsx')).VersionsPanel,
}));

/** One dashboard: looked at, edited, or as it was once. The address says which. */
export function DashboardPage() {
  const t = useTexts(dashboardTexts);
  const project = useProject();
  const { dashboardId = '' } = useParams({ strict: false });
  const query = useQuery(dashboardQuery(project, dashboardId));
  const may = atLeast(useRole(project), 'member');
  const [{ edit, version, panel }] = useAddress();
  const stored = query.data;
  if (!stored) {
    return (
      <Page title={t('title')}>
        {isFailure(query.error, 404) ? (
          <Gone
            title={t('gone')}
            back={{ to: '/p/$project/dashboards', params: { project } }}
            backLabel={t('back')}
          >
            {t('goneHint')}
          </Gone>
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PanelSkeleton height={420} shape="chart" />
        )}
      </Page>
    );
  }
  const own = stored.source === 'own';
  return (
    <Suspense fallback={<Page title={t('title')}>{null}</Page>}>
      {edit !== undefined && own && may ? (
        <EditorPage key={stored.id} stored={stored} />
      ) : version !== undefined && own && version !== stored.version ? (
        <OldVersion stored={stored} version={version} />
      ) : (
        <ViewPage stored={stored} />
      )}
      {panel === 'versions' && edit === undefined && own && <VersionsPanel stored={stored} />}
    </Suspense>
  );
}
