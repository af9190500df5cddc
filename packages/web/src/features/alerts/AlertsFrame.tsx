import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { PageTabs } from '../../shell/PageTabs.tsx';
import { useProject } from '../../use-project.ts';
import { ALERTS_TABS } from './tabs.ts';
import { alertsTexts } from './texts.ts';

/** Alerts: what fires, by which rules, and who is told of it; a part each, with its own address. */
export function AlertsFrame() {
  const t = useTexts(alertsTexts);
  const project = useProject();
  const match = useMatchRoute();
  const [first] = ALERTS_TABS;
  const shown = ALERTS_TABS.find(({ to }) => match({ to }) !== false) ?? first;
  return (
    <Page
      title={shown === first ? t('title') : `${t(shown.name)} · ${t('title')}`}
      heading={t('title')}
      actions={
        <PageTabs
          label={t('title')}
          tabs={ALERTS_TABS.map(({ name, to }) => ({ to, label: t(name) }))}
          project={project}
          search={{}}
        />
      }
    >
      <Outlet />
    </Page>
  );
}
