import type { Dashboard, Tab, Widget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { type ReactNode, useMemo } from 'react';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Tabs } from '../../../components/Tabs.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { dashboardTexts } from '../texts.ts';
import { useAddress } from './address.ts';
import { DashboardGrid } from './DashboardGrid.tsx';
import { unfolded } from './rows.ts';
import { useFolding } from './use-folding.ts';
import { WidgetView } from './WidgetView.tsx';

interface DashboardBodyProps {
  document: Dashboard;
  /** What a dashboard without any widget offers. */
  empty?: ReactNode;
}

/** The tab that the address names; else the first. */
export const chosenTab = ({ tabs }: Dashboard, id: string | undefined): Tab | undefined =>
  tabs.find((tab) => tab.id === id) ?? tabs[0];

/** What is on a dashboard: its tabs, and the widgets of the one in sight. */
export function DashboardBody({ document, empty }: DashboardBodyProps) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const [{ tab: id }, set] = useAddress();
  const tab = chosenTab(document, id);
  if (document.tabs.every(({ widgets }) => widgets.length === 0)) {
    return (
      <EmptyState title={t('empty')} action={empty}>
        {t('emptyHint')}
      </EmptyState>
    );
  }
  if (document.tabs.length === 1) return tab && <TabContent tab={tab} />;
  return (
    <Tabs
      label={t('tabs')}
      value={tab?.id ?? ''}
      onChange={(next) => set({ tab: next })}
      tabs={document.tabs.map((each) => ({
        value: each.id,
        label: readIn(each.title, language) || each.id,
        content: (
          <div className="pt-3">
            <TabContent tab={each} />
          </div>
        ),
      }))}
    />
  );
}

function TabContent({ tab: { id, widgets: all } }: { tab: Tab }) {
  const t = useTexts(dashboardTexts);
  const widgets = useCompared(all);
  const folding = useFolding(widgets);
  const seen = useMemo(() => unfolded(widgets, folding.isFolded), [widgets, folding]);
  if (widgets.length === 0) return <p className="py-6 text-sm text-muted">{t('emptyTab')}</p>;
  return (
    <DashboardGrid key={id} widgets={seen}>
      {(widget) => <WidgetView widget={widget} folding={folding} />}
    </DashboardGrid>
  );
}

/** With the period before, when the reader wants it: of all that is not split into groups. */
function useCompared(widgets: readonly Widget[]): readonly Widget[] {
  const [{ compare }] = useAddress();
  return useMemo(
    () =>
      compare === undefined
        ? widgets
        : widgets.map((widget) =>
            widget.kind === 'chart' && widget.dimensions.length === 0 ? { ...widget, compare: true } : widget,
          ),
    [compare, widgets],
  );
}
