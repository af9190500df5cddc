import type { StoredDashboard } from '@pharos/core/api/dashboards';
import type { Widget } from '@pharos/core/dashboards/dashboard';
import { compact } from '@pharos/core/dashboards/grid';
import type { LocalText } from '@pharos/core/local-text';
import { screens } from './screens.ts';

/** What fills the screen for a while. */
export interface Slide {
  key: string;
  dashboard: StoredDashboard;
  /** Of the tab, where the dashboard has several. */
  tab: LocalText | undefined;
  widgets: Widget[];
}

/** All that takes turns: dashboards, their tabs, and each of these in as many screens as it needs. */
export const slidesOf = (dashboards: readonly StoredDashboard[], allTabs: boolean, rows: number): Slide[] =>
  dashboards.flatMap((dashboard) => {
    const { tabs } = dashboard.document;
    return (allTabs ? tabs : tabs.slice(0, 1)).flatMap((tab) =>
      screens(compact(tab.widgets), rows, ({ kind }) => kind === 'heading').map((widgets, nth) => ({
        key: `${dashboard.id} ${tab.id} ${nth}`,
        dashboard,
        tab: tabs.length > 1 ? tab.title : undefined,
        widgets,
      })),
    );
  });
