import type { Widget } from '@pharos/core/dashboards/dashboard';
import type { ReactNode } from 'react';
import { cx } from '../../../components/cx.ts';
import { useMedia } from '../../../use-media.ts';
import { cellsOf, GRID, heightPx, isHalf, NARROW } from './layout.ts';

interface DashboardGridProps {
  /** In reading order. */
  widgets: readonly Widget[];
  children: (widget: Widget) => ReactNode;
}

/** Widgets at their places; on a phone one below the other, in the order in which they are read. */
export function DashboardGrid({ widgets, children }: DashboardGridProps) {
  const narrow = useMedia(NARROW, false);
  if (narrow) {
    return (
      <div className="grid grid-cols-2 gap-x-6 gap-y-3">
        {widgets.map((widget) => (
          <div
            key={widget.id}
            className={cx('min-w-0', !isHalf(widget) && 'col-span-2')}
            // A text is as long as it is.
            style={widget.kind === 'text' ? undefined : { height: heightPx(widget.place) }}
          >
            {children(widget)}
          </div>
        ))}
      </div>
    );
  }
  return (
    <div style={GRID}>
      {widgets.map((widget) => (
        <div key={widget.id} className="min-w-0 break-inside-avoid" style={cellsOf(widget.place)}>
          {children(widget)}
        </div>
      ))}
    </div>
  );
}
