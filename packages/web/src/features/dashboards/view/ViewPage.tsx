import type { StoredDashboard } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { type ReactNode, useMemo } from 'react';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { PageTimeContext } from '../../../use-time-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { dashboardTexts } from '../texts.ts';
import { otherProject, useValues } from '../variables/use-values.ts';
import { VariableBar } from '../variables/VariableBar.tsx';
import { refreshMs, useAddress } from './address.ts';
import { DashboardBody } from './DashboardBody.tsx';
import { Frame } from './Frame.tsx';
import { RefreshMenu } from './RefreshMenu.tsx';
import { usePageClock } from './use-page-clock.ts';
import { ViewActions } from './ViewActions.tsx';

interface ViewPageProps {
  stored: StoredDashboard;
  /** A document of the past in the place of the present one. */
  document?: Dashboard;
  /** Above it. */
  banner?: ReactNode;
}

/** A dashboard as it is looked at. */
export function ViewPage({ stored, document = stored.document, banner }: ViewPageProps) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const role = useRole(useProject());
  const [address, set] = useAddress();
  const chosen = useValues(document.variables);
  const { nowMs, refresh } = usePageClock(refreshMs(address.refresh));
  const time = useMemo(() => ({ opensWith: document.range, nowMs }), [document.range, nowMs]);
  const description = readIn(document.description, language);
  const may = atLeast(role, 'member') && stored.source === 'own';
  return (
    <PageTimeContext value={time}>
      <Frame
        title={readIn(document.title, language)}
        actions={
          <>
            <RefreshMenu onRefresh={refresh} />
            <ViewActions stored={stored} document={document} values={chosen.values} />
          </>
        }
      >
        <ProjectWidgets
          project={otherProject(document.variables, chosen.values)}
          variables={document.variables}
          values={chosen.values}
        >
          <div className="flex flex-col gap-3">
            {banner}
            {description && <p className="max-w-prose text-sm text-muted">{description}</p>}
            <VariableBar {...chosen} />
            <DashboardBody
              document={document}
              empty={
                may && (
                  <Button variant="primary" onClick={() => set({ edit: '1' })}>
                    {t('edit')}
                  </Button>
                )
              }
            />
          </div>
        </ProjectWidgets>
      </Frame>
    </PageTimeContext>
  );
}
