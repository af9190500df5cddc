import type { Tab, Widget } from '@pharos/core/dashboards/dashboard';
import { type Direction, heightOf, nudge, resize } from '@pharos/core/dashboards/grid';
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import { cx } from '../../../components/cx.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMedia } from '../../../use-media.ts';
import { boxOf, columnPx, heightPx, NARROW, ROW_PX, rowsPx } from '../view/layout.ts';
import { announce } from './announce.ts';
import { EditItem } from './EditItem.tsx';
import { moveWidget, nudgeWidget, resizeWidget } from './edits.ts';
import { grown } from './sizes.ts';
import { surfaceOf } from './surface.ts';
import { editorTexts } from './texts.ts';
import { useDrag } from './use-drag.ts';
import type { Editor } from './use-editor.ts';
import type { WidgetActions } from './use-widget-actions.ts';
import { useWidgetTitle } from './widget-title.ts';

const ARROWS: Partial<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEPS: Record<Direction, readonly [columns: number, rows: number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

interface EditGridProps {
  editor: Editor;
  tab: Tab;
  selected: string | undefined;
  actions: WidgetActions;
}

/** The widgets of a tab, to be moved and resized by pointer and by keyboard. */
export function EditGrid({ editor, tab, selected, actions }: EditGridProps) {
  const t = useTexts(editorTexts);
  const title = useWidgetTitle();
  const narrow = useMedia(NARROW, false);
  const grid = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const keepFocus = useFocusKept();
  const { change } = editor;
  const { widgets } = tab;
  const { handlers, preview, dragged, endsDrag } = useDrag({
    widgets,
    grid,
    onMove: (id, to) => change(moveWidget(tab.id, id, to)),
    onResize: (id, to) => change(resizeWidget(tab.id, id, to)),
  });

  const byKey = (widget: Widget, direction: Direction, sized: boolean) => {
    const { id } = widget;
    const [columns, rows] = STEPS[direction];
    const after = sized ? resize(widgets, id, grown(widget, columns, rows)) : nudge(widgets, id, direction);
    const place = after.find((each) => each.id === id)?.place;
    if (!place || after.every((each, index) => each === widgets[index])) return announce(t('noFurther'));
    keepFocus(id);
    const { x, y, w, h } = place;
    const what = { title: title(widget), x: x + 1, y: y + 1, w, h };
    announce(t(sized ? 'resizedTo' : 'movedTo', what));
    // Along one way it is one step to be undone.
    const about = `${sized ? 'resize' : 'move'} ${id}`;
    change(
      sized ? resizeWidget(tab.id, id, grown(widget, columns, rows)) : nudgeWidget(tab.id, id, direction),
      about,
    );
  };
  const onKeyDown = (event: KeyboardEvent, widget: Widget) => {
    const direction = ARROWS[event.key];
    if (direction && !event.altKey && !event.ctrlKey && !event.metaKey)
      byKey(widget, direction, event.shiftKey);
    else if (event.key === 'Delete' || event.key === 'Backspace') actions.remove(widget);
    else if (event.key === 'd' && (event.metaKey || event.ctrlKey)) actions.duplicate(widget);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (widgets.length === 0) {
    return (
      <div className="rounded-md border border-dashed px-6 py-12 text-center">
        <p className="text-base font-medium">{t('empty')}</p>
        <p className="mt-1 text-sm text-muted">{t('emptyHint')}</p>
      </div>
    );
  }
  return (
    <div
      ref={grid}
      className={narrow ? 'flex flex-col gap-3' : 'relative'}
      style={narrow ? undefined : { height: rowsPx(heightOf(preview)) }}
    >
      {preview.map((widget) => {
        const held = dragged?.id === widget.id ? dragged : undefined;
        const original = widgets.find(({ id }) => id === widget.id) ?? widget;
        return (
          <div
            key={widget.id}
            style={narrow ? { height: heightPx(widget.place) } : boxOf(widget.place)}
            className={cx(
              narrow ? 'relative' : 'absolute',
              dragged && !held && 'transition-[left,top,width,height] duration-120',
              held && 'z-20 rounded bg-accent-soft',
            )}
          >
            <EditItem
              widget={held?.kind === 'move' ? original : widget}
              // While it is carried it hangs at the pointer; its new place is where the colour is.
              carried={held?.kind === 'move' ? carriedBy(original, widget, held.by, grid.current) : undefined}
              selected={widget.id === selected}
              hintId={hintId}
              narrow={narrow}
              actions={actions}
              moving={narrow ? {} : handlers(widget.id, 'move')}
              resizing={narrow ? {} : handlers(widget.id, 'resize')}
              onOpen={() => !endsDrag() && actions.open(widget)}
              onKeyDown={(event) => onKeyDown(event, original)}
              onNudge={(direction) => byKey(original, direction, false)}
            />
          </div>
        );
      })}
      <p id={hintId} hidden>
        {t('keysHint')}
      </p>
    </div>
  );
}

/** How far from its new place a carried widget hangs, in pixels. */
function carriedBy(
  original: Widget,
  placed: Widget,
  by: { x: number; y: number },
  grid: HTMLElement | null,
): { x: number; y: number } {
  return {
    x: by.x - (placed.place.x - original.place.x) * columnPx(grid?.clientWidth ?? 0),
    y: by.y - (placed.place.y - original.place.y) * ROW_PX,
  };
}

/** A widget that changes its place in the page would lose the focus: it gets it again. */
function useFocusKept(): (id: string) => void {
  const wanted = useRef<string>(undefined);
  useLayoutEffect(() => {
    const id = wanted.current;
    if (id === undefined) return;
    wanted.current = undefined;
    surfaceOf(id)?.focus();
  });
  return (id) => {
    wanted.current = id;
  };
}
