import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** A row of a table with its hairline, in pixels. */
const ROW_PX = 37;
const OVERSCAN = 20;

export interface RowsInSight {
  from: number;
  /** Exclusive. */
  to: number;
  /** Heights that stand for the rows before and after, in pixels. */
  before: number;
  after: number;
}

/** Which rows of a long table have to exist. */
export function useRowsInSight(
  count: number,
  scroller: RefObject<HTMLElement | null>,
  body: RefObject<HTMLElement | null>,
): RowsInSight {
  const [margin, setMargin] = useState(0);
  // What lies above the table may grow or shrink; measured whenever the table is drawn.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || !body.current) return;
    const top = body.current.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    setMargin(Math.round(top));
  });
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current ?? null,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: margin,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;
  return { from, to, before: from * ROW_PX, after: (count - to) * ROW_PX };
}
