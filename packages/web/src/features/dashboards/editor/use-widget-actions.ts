import type { Tab, Widget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { useMemo } from 'react';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useAddress } from '../view/address.ts';
import { announce } from './announce.ts';
import { duplicateWidget, freshId, removeWidget, toTab } from './edits.ts';
import { surfaceOf } from './surface.ts';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';
import { useWidgetTitle } from './widget-title.ts';

export interface WidgetActions {
  open: (widget: Widget) => void;
  duplicate: (widget: Widget) => void;
  remove: (widget: Widget) => void;
  moveTo: (widget: Widget, tab: string) => void;
  otherTabs: readonly { id: string; title: string }[];
}

/** What can be done with one widget of a tab. */
export function useWidgetActions({ document, change }: Editor, tab: Tab): WidgetActions {
  const t = useTexts(editorTexts);
  const title = useWidgetTitle();
  const language = useLanguage();
  const [, set] = useAddress();
  return useMemo(
    () => ({
      open: ({ id }) => set({ widget: id, panel: undefined }, { replace: true }),
      duplicate: (widget) => {
        const copy = freshId(document, Math.random);
        change(duplicateWidget(tab.id, widget.id, copy));
        announce(t('duplicated', { title: title(widget) }));
      },
      remove: (widget) => {
        focusNeighbour(tab.widgets, widget.id);
        change(removeWidget(widget.id));
        set({ widget: undefined }, { replace: true });
        announce(t('removed', { title: title(widget) }));
      },
      moveTo: (widget, to) => {
        change(toTab(widget.id, to));
        announce(t('addedTo', { title: title(widget) }));
      },
      otherTabs: document.tabs
        .filter(({ id }) => id !== tab.id)
        .map((each) => ({ id: each.id, title: readIn(each.title, language) || each.id })),
    }),
    [document, change, tab, t, title, language, set],
  );
}

/** Whoever works by keyboard stays in the grid when a widget goes. */
function focusNeighbour(widgets: readonly Widget[], id: string): void {
  const at = widgets.findIndex((widget) => widget.id === id);
  const next = widgets[at + 1] ?? widgets[at - 1];
  if (next) surfaceOf(next.id)?.focus();
}
