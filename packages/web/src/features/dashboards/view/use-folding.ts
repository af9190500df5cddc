import type { Widget } from '@pharos/core/dashboards/dashboard';
import { useMemo } from 'react';
import { useAddress } from './address.ts';
import { countBelow } from './rows.ts';
import type { Folding } from './WidgetView.tsx';

/** Which rows of a tab are folded: as the document says, but for those that the address names. */
export function useFolding(widgets: readonly Widget[]): Folding {
  const [{ fold = '' }, set] = useAddress();
  return useMemo(() => {
    const turned = new Set(fold.split(',').filter(Boolean));
    const usual = (id: string) =>
      widgets.some((widget) => widget.kind === 'heading' && widget.id === id && widget.folded);
    return {
      isFolded: (id) => usual(id) !== turned.has(id),
      toggle: (id) => {
        const next = turned.has(id) ? [...turned].filter((each) => each !== id) : [...turned, id];
        set({ fold: next.join(',') }, { replace: true });
      },
      count: (id) => countBelow(widgets, id),
    };
  }, [fold, set, widgets]);
}
