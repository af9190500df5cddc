import {
  type ChartWidget,
  type Dashboard,
  dashboardSchema,
  MAX_WIDGETS,
} from '@pharos/core/dashboards/dashboard';
import { roomFor } from '@pharos/core/dashboards/grid';
import { SIZES } from './sizes.ts';

/** Nothing more can be put on it. */
export const hasNoRoom = ({ tabs }: Dashboard): boolean =>
  tabs.reduce((sum, { widgets }) => sum + widgets.length, 0) >= MAX_WIDGETS;

/** A dashboard with a chart more, at the first free room at the bottom of a tab; the last one when it is gone. */
export function withPinned(document: Dashboard, tabId: string | undefined, widget: ChartWidget, id: string) {
  const tab = document.tabs.find((each) => each.id === tabId) ?? document.tabs.at(-1);
  const pinned = { ...widget, id, place: roomFor(tab?.widgets ?? [], SIZES[widget.mark]) };
  return {
    ...document,
    tabs: document.tabs.map((each) =>
      each === tab ? { ...each, widgets: [...each.widgets, pinned] } : each,
    ),
  };
}

/** A dashboard that begins with nothing. */
export const emptyDashboard = (title: string): Dashboard =>
  dashboardSchema.parse({ title, tabs: [{ id: 'main', title: { en: 'Overview', 'zh-CN': '总览' } }] });
