import {
  type Dashboard,
  MAX_WIDGETS,
  type Place,
  type Tab,
  type Variable,
  type Widget,
} from '@pharos/core/dashboards/dashboard';
import { type Direction, inReadingOrder, move, nudge, resize, roomFor } from '@pharos/core/dashboards/grid';

/** A change of a dashboard as a function of it; the very same document when it changes nothing. */
export type Edit = (document: Dashboard) => Dashboard;

type Unplaced<Kind> = Kind extends unknown ? Omit<Kind, 'place'> : never;
/** A widget that is still to find its place. */
export type NewWidget = Unplaced<Widget>;

const sameItems = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const inTabs =
  (change: (tab: Tab) => Tab): Edit =>
  (document) => {
    const tabs = document.tabs.map(change);
    return sameItems(tabs, document.tabs) ? document : { ...document, tabs };
  };

const inWidgets = (tabId: string, change: (widgets: readonly Widget[]) => readonly Widget[]): Edit =>
  inTabs((tab) => {
    if (tab.id !== tabId) return tab;
    const widgets = change(tab.widgets);
    return sameItems(widgets, tab.widgets) ? tab : { ...tab, widgets: inReadingOrder(widgets) };
  });

export const countWidgets = ({ tabs }: Dashboard): number =>
  tabs.reduce((sum, { widgets }) => sum + widgets.length, 0);

export const isFull = (document: Dashboard): boolean => countWidgets(document) >= MAX_WIDGETS;

const unlessFull =
  (edit: Edit): Edit =>
  (document) =>
    isFull(document) ? document : edit(document);

export const moveWidget = (tab: string, id: string, to: Pick<Place, 'x' | 'y'>): Edit =>
  inWidgets(tab, (widgets) => move(widgets, id, to));

export const resizeWidget = (tab: string, id: string, to: Pick<Place, 'w' | 'h'>): Edit =>
  inWidgets(tab, (widgets) => resize(widgets, id, to));

export const nudgeWidget = (tab: string, id: string, direction: Direction): Edit =>
  inWidgets(tab, (widgets) => nudge(widgets, id, direction));

/** At the first free room at the bottom. */
export const addWidget = (tab: string, widget: NewWidget, size: Pick<Place, 'w' | 'h'>): Edit =>
  unlessFull(inWidgets(tab, (widgets) => [...widgets, { ...widget, place: roomFor(widgets, size) }]));

/** The same again right below it. */
export const duplicateWidget = (tab: string, id: string, copyId: string): Edit =>
  unlessFull(
    inWidgets(tab, (widgets) => {
      const widget = widgets.find((each) => each.id === id);
      if (!widget) return widgets;
      const place = { ...widget.place, y: widget.place.y + widget.place.h };
      return move([...widgets, { ...widget, id: copyId, place }], copyId, place);
    }),
  );

export const removeWidget = (id: string): Edit =>
  inTabs((tab) => {
    const widgets = tab.widgets.filter((widget) => widget.id !== id);
    return widgets.length === tab.widgets.length ? tab : { ...tab, widgets };
  });

/** Puts another in the place of the widget with the same id. */
export const replaceWidget = (next: Widget): Edit =>
  inTabs((tab) => {
    const widgets = tab.widgets.map((widget) =>
      widget.id === next.id ? { ...next, place: widget.place } : widget,
    );
    return tab.widgets.some(({ id }) => id === next.id) ? { ...tab, widgets } : tab;
  });

/** Takes a widget to the bottom of another tab. */
export const toTab =
  (id: string, tab: string): Edit =>
  (document) => {
    const from = document.tabs.find(({ widgets }) => widgets.some((widget) => widget.id === id));
    const widget = from?.widgets.find((each) => each.id === id);
    if (!widget || from?.id === tab) return document;
    return addWidget(tab, widget, widget.place)(removeWidget(id)(document));
  };

export const addTab =
  (tab: Tab): Edit =>
  (document) => ({ ...document, tabs: [...document.tabs, tab] });

export const changeTab = (id: string, change: Partial<Pick<Tab, 'title'>>): Edit =>
  inTabs((tab) => (tab.id === id ? { ...tab, ...change } : tab));

/** A dashboard keeps its last tab. */
export const removeTab =
  (id: string): Edit =>
  (document) => {
    const tabs = document.tabs.filter((tab) => tab.id !== id);
    return tabs.length === 0 || tabs.length === document.tabs.length ? document : { ...document, tabs };
  };

/** One of a list so many places further on. */
export function shifted<Item>(items: readonly Item[], at: number, by: number): Item[] {
  const rest = items.filter((_, index) => index !== at);
  return [...rest.slice(0, at + by), ...items.slice(at, at + 1), ...rest.slice(at + by)];
}

export const shiftTab =
  (id: string, by: -1 | 1): Edit =>
  (document) => {
    const at = document.tabs.findIndex((tab) => tab.id === id);
    const to = at + by;
    if (at === -1 || to < 0 || to >= document.tabs.length) return document;
    return { ...document, tabs: shifted(document.tabs, at, by) };
  };

export const changeAbout =
  (change: Partial<Pick<Dashboard, 'title' | 'description' | 'range'>>): Edit =>
  (document) => ({ ...document, ...change });

export const setVariables =
  (variables: Variable[]): Edit =>
  (document) => ({ ...document, variables });

/** An id that nothing in the document has. `random`: in [0, 1). */
export function freshId({ tabs }: Dashboard, random: () => number): string {
  const taken = new Set(tabs.flatMap(({ id, widgets }) => [id, ...widgets.map((widget) => widget.id)]));
  for (;;) {
    const id = `w${Math.floor(random() * 36 ** 6).toString(36)}`;
    if (!taken.has(id)) return id;
  }
}
