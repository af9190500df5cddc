import type { ApiTrace } from '@pharos/core/api/spans';
import { useMemo } from 'react';
import type { TimeWindow } from '../../charts/waterfall/layout.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useShortcuts } from '../../shortcuts.ts';
import { useUrlState } from '../../url-state.ts';
import { traceTexts } from './texts.ts';
import { type DetailTab, traceSearch, type View, windowOf, zoomText } from './trace-state.ts';
import { type TreeView, useTree } from './use-tree.ts';

export const FIND_INPUT_ID = 'trace-find';

export interface TracePageState {
  view: TreeView;
  shown: View;
  setShown: (view: View) => void;
  find: string;
  setFind: (text: string) => void;
  window: TimeWindow;
  zoom: (window: TimeWindow | undefined) => void;
  tab: DetailTab | undefined;
  setTab: (tab: DetailTab) => void;
  selectId: (spanId: string) => void;
  /** A step was chosen: on a small screen its details cover the lower part. */
  sheetOpen: boolean;
  closeSheet: () => void;
}

/** Everything the page of a trace remembers, all of it in the address, and the keys that change it. */
export function useTracePage({ spans }: ApiTrace): TracePageState {
  const t = useTexts(traceTexts);
  const [search, set] = useUrlState(traceSearch);
  const shown = search.view ?? 'tree';
  const find = search.find ?? '';
  const selectId = (span: string) => set({ span }, { replace: true });
  const view = useTree(spans, search.span, find, selectId);
  const { durationMs } = view.tree;
  // The same object while nothing changes: every row is given it.
  const window = useMemo(() => windowOf(search.zoom, durationMs), [search.zoom, durationMs]);
  const closeSheet = () => set({ span: undefined }, { replace: true });
  useShortcuts([
    { keys: 'ArrowDown', label: t('keyNext'), run: () => view.move(1) },
    { keys: 'j', label: t('keyNext'), run: () => view.move(1) },
    { keys: 'ArrowUp', label: t('keyPrevious'), run: () => view.move(-1) },
    { keys: 'k', label: t('keyPrevious'), run: () => view.move(-1) },
    { keys: 'ArrowRight', label: t('keyUnfold'), run: view.inward },
    { keys: 'ArrowLeft', label: t('keyFold'), run: view.outward },
    { keys: 'n', label: t('keyNextError'), run: () => view.walk(view.errors, 1) },
    { keys: 'p', label: t('keyPreviousError'), run: () => view.walk(view.errors, -1) },
    { keys: '/', label: t('keySearch'), run: () => document.getElementById(FIND_INPUT_ID)?.focus() },
    {
      keys: 'g',
      label: t('keyGraph'),
      run: () => set({ view: shown === 'graph' ? undefined : 'graph' }, { replace: true }),
    },
    { keys: 'Escape', label: t('keyClose'), run: closeSheet },
  ]);
  return {
    view,
    shown,
    setShown: (next) => set({ view: next === 'tree' ? undefined : next }),
    find,
    setFind: (text) => set({ find: text }, { replace: true }),
    window,
    zoom: (window) => set({ zoom: window && zoomText(window) }, { replace: true }),
    tab: search.tab,
    setTab: (tab) => set({ tab }, { replace: true }),
    selectId,
    sheetOpen: search.span !== undefined,
    closeSheet,
  };
}
