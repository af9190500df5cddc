import type { Widget } from '@pharos/core/dashboards/dashboard';
import type { Direction } from '@pharos/core/dashboards/grid';
import { ArrowDown, ArrowUp, Copy, Ellipsis, FolderInput, Pencil, Trash2 } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, useEffect, useRef } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { type Folding, WidgetView } from '../view/WidgetView.tsx';
import { editorTexts } from './texts.ts';
import type { WidgetActions } from './use-widget-actions.ts';
import { useWidgetTitle } from './widget-title.ts';

/** In the editor everything is open. */
const OPEN: Folding = { isFolded: () => false, toggle: () => {}, count: () => 0 };

interface EditItemProps {
  widget: Widget;
  /** How far it hangs from its place while it is carried. */
  carried: { x: number; y: number } | undefined;
  selected: boolean;
  hintId: string;
  narrow: boolean;
  actions: WidgetActions;
  moving: ComponentProps<'button'>;
  resizing: ComponentProps<'div'>;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onNudge: (direction: Direction) => void;
}

/** A widget as something to be arranged: what is in it stands still, its surface is for moving it. */
export function EditItem(props: EditItemProps) {
  const { widget, carried, selected, hintId, narrow, actions, moving, resizing, onOpen, onKeyDown } = props;
  const t = useTexts(editorTexts);
  const title = useWidgetTitle()(widget);
  const { x, y, w, h } = widget.place;
  const surface = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) surface.current?.scrollIntoView?.({ block: 'nearest' });
  }, [selected]);
  return (
    <div
      ref={surface}
      style={carried && { transform: `translate(${carried.x}px, ${carried.y}px)` }}
      className={cx(
        'group relative h-full scroll-my-4 rounded outline outline-offset-4 outline-transparent',
        'hover:outline-line-strong',
        carried && 'bg-surface opacity-90 outline-accent shadow-float',
        selected && '!outline-accent',
      )}
    >
      <div inert className="h-full">
        <WidgetView widget={widget} folding={OPEN} />
      </div>
      <button
        type="button"
        data-widget={widget.id}
        aria-label={t('widgetAt', { title, x: x + 1, y: y + 1, w, h })}
        aria-describedby={hintId}
        aria-pressed={selected}
        onClick={onOpen}
        onKeyDown={onKeyDown}
        className={cx(
          'absolute inset-0 rounded focus-visible:outline-offset-4',
          carried ? '!cursor-grabbing' : '!cursor-grab',
        )}
        {...moving}
      />
      <div
        className={cx(
          'absolute -top-1 right-0 flex rounded-md border bg-raised opacity-0 shadow-float transition-opacity',
          'focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100',
          (selected || narrow) && 'opacity-100',
          carried && 'hidden',
        )}
      >
        <IconButton label={t('edit', { title })} onClick={() => actions.open(widget)} className="!size-7">
          <Pencil className="size-3.5" aria-hidden />
        </IconButton>
        <ItemMenu {...props} title={title} />
      </div>
      {!narrow && (
        <div
          aria-hidden
          className="absolute -right-1 -bottom-1 size-4 cursor-nwse-resize touch-none rounded-br border-r-2 border-b-2 border-transparent group-hover:border-line-strong hover:!border-accent"
          {...resizing}
        />
      )}
    </div>
  );
}

function ItemMenu({ widget, narrow, actions, onNudge, title }: EditItemProps & { title: string }) {
  const t = useTexts(editorTexts);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('more', { title })} className="!size-7">
          <Ellipsis className="size-3.5" aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil aria-hidden />} keys="Enter" onSelect={() => actions.open(widget)}>
        {t('change')}
      </MenuItem>
      <MenuItem icon={<Copy aria-hidden />} keys="mod+d" onSelect={() => actions.duplicate(widget)}>
        {t('duplicate')}
      </MenuItem>
      {narrow && (
        <>
          <MenuItem icon={<ArrowUp aria-hidden />} onSelect={() => onNudge('up')}>
            {t('earlier')}
          </MenuItem>
          <MenuItem icon={<ArrowDown aria-hidden />} onSelect={() => onNudge('down')}>
            {t('later')}
          </MenuItem>
        </>
      )}
      {actions.otherTabs.map((tab) => (
        <MenuItem
          key={tab.id}
          icon={<FolderInput aria-hidden />}
          onSelect={() => actions.moveTo(widget, tab.id)}
        >
          {t('moveTo', { tab: tab.title })}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => actions.remove(widget)}>
        {t('remove')}
      </MenuItem>
    </Menu>
  );
}
