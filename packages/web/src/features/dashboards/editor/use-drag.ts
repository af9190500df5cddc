import type { Place, Widget } from '@pharos/core/dashboards/dashboard';
import { move, resize } from '@pharos/core/dashboards/grid';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { columnPx, ROW_PX } from '../view/layout.ts';
import { LEAST } from './sizes.ts';

export type DragKind = 'move' | 'resize';

interface Drag {
  id: string;
  kind: DragKind;
  /** Where the pointer went down, and how far the page was scrolled then. */
  from: { x: number; y: number; scroll: number };
  /** How far it has moved since, in pixels. */
  by: { x: number; y: number };
}

/** A shorter way is a click. */
const LEAST_PX = 4;
/** So near to its edge the page scrolls along. */
const EDGE_PX = 48;
const SCROLL_PX = 14;

interface UseDrag {
  widgets: readonly Widget[];
  /** Holds the grid. */
  grid: RefObject<HTMLElement | null>;
  onMove: (id: string, to: Pick<Place, 'x' | 'y'>) => void;
  onResize: (id: string, to: Pick<Place, 'w' | 'h'>) => void;
}

const scrollerOf = (element: HTMLElement | null): Element | null =>
  element?.closest('[data-scroller]') ?? document.scrollingElement;

/** Moving and resizing by pointer: where everything would stand if it were let go now. Escape gives it up. */
export function useDrag({ widgets, grid, onMove, onResize }: UseDrag) {
  const [drag, setDrag] = useState<Drag>();
  const moved = drag !== undefined && Math.hypot(drag.by.x, drag.by.y) >= LEAST_PX;
  const target = drag && moved ? placeOf(drag, widgets, grid.current) : undefined;
  const preview = drag && target ? (drag.kind === 'move' ? move : resize)(widgets, drag.id, target) : widgets;

  useEffect(() => {
    if (!drag) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setDrag(undefined);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [drag]);

  /** A click follows every way of the pointer, also one that was a drag. */
  const swallow = useRef(false);
  const handlers = (id: string, kind: DragKind) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      swallow.current = false;
      if (event.button !== 0 || event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture?.(event.pointerId);
      const scroll = scrollerOf(grid.current)?.scrollTop ?? 0;
      setDrag({ id, kind, from: { x: event.clientX, y: event.clientY, scroll }, by: { x: 0, y: 0 } });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!drag) return;
      const scroller = scrollerOf(grid.current);
      const { top = 0, bottom = 0 } = scroller?.getBoundingClientRect() ?? {};
      if (moved && event.clientY < top + EDGE_PX) scroller?.scrollBy({ top: -SCROLL_PX });
      if (moved && event.clientY > bottom - EDGE_PX) scroller?.scrollBy({ top: SCROLL_PX });
      const scrolled = (scroller?.scrollTop ?? 0) - drag.from.scroll;
      const by = { x: event.clientX - drag.from.x, y: event.clientY - drag.from.y + scrolled };
      setDrag({ ...drag, by });
    },
    onPointerUp: () => {
      setDrag(undefined);
      if (!drag || !target) return;
      swallow.current = true;
      if (drag.kind === 'move') onMove(drag.id, target);
      else onResize(drag.id, target);
    },
    onPointerCancel: () => setDrag(undefined),
  });
  return {
    handlers,
    preview,
    /** What is under way, once it is more than a click. */
    dragged: moved ? drag : undefined,
    /** Whether the click that comes now ends a drag. */
    endsDrag: () => swallow.current,
  };
}

/** The place that the pointer means. */
function placeOf(drag: Drag, widgets: readonly Widget[], grid: HTMLElement | null): Place | undefined {
  const widget = widgets.find(({ id }) => id === drag.id);
  if (!widget || !grid) return undefined;
  const { place, kind } = widget;
  const columns = Math.round(drag.by.x / columnPx(grid.clientWidth));
  const rows = Math.round(drag.by.y / ROW_PX);
  if (drag.kind === 'move') return { ...place, x: place.x + columns, y: place.y + rows };
  const least = LEAST[kind];
  return { ...place, w: Math.max(least.w, place.w + columns), h: Math.max(least.h, place.h + rows) };
}
