import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { cx } from '../../../../components/cx.ts';
import { foundIn, nextPickable, type PickerGroup } from '../../../../components/picker-list.ts';
import { useTexts } from '../../../../i18n/i18n.ts';
import { galleryTexts } from './texts.ts';

interface GalleryListProps {
  label: string;
  groups: readonly PickerGroup[];
  chosen: string;
  /** One is looked at. */
  onChoose: (id: string) => void;
  /** One is wanted. */
  onTake: (id: string) => void;
}

/** A list to go through: arrows look, Enter or a double click takes. */
export function GalleryList({ label, groups, chosen, onChoose, onTake }: GalleryListProps) {
  const t = useTexts(galleryTexts);
  const id = useId();
  const [text, setText] = useState('');
  const found = foundIn(groups, text);
  const items = found.flatMap((group) => group.items);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = step === 0 ? undefined : nextPickable(items, chosen, step);
    if (event.key === 'Enter') onTake(chosen);
    else if (next !== undefined) onChoose(next);
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex min-h-0 flex-col rounded-md border">
      <div className="flex shrink-0 items-center gap-2 border-b px-2.5">
        <Search className="size-4 shrink-0 text-muted" aria-hidden />
        <input
          role="combobox"
          aria-label={t('find')}
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={`${id}${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('find')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const [first] = foundIn(groups, event.target.value).flatMap((group) => group.items);
            if (first) onChoose(first.value);
          }}
          onKeyDown={onKeyDown}
          className="h-8 min-w-0 flex-1 bg-transparent outline-none"
        />
      </div>
      <div
        role="listbox"
        id={`${id}list`}
        aria-label={label}
        className="scroll-thin min-h-0 flex-1 overflow-auto p-1"
      >
        {found.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped by role
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="px-2 pt-2 pb-0.5 text-2xs text-muted">{group.title}</p>
            {group.items.map(({ value, label: name }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
              <div
                key={value}
                id={`${id}${value}`}
                role="option"
                tabIndex={-1}
                aria-selected={value === chosen}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onChoose(value)}
                onDoubleClick={() => onTake(value)}
                ref={(element) => {
                  if (value === chosen) element?.scrollIntoView?.({ block: 'nearest' });
                }}
                className={cx(
                  'cursor-default truncate rounded-md px-2 py-1 text-sm',
                  value === chosen ? 'bg-accent-soft text-accent' : 'hover:bg-hover',
                )}
              >
                {name}
              </div>
            ))}
          </div>
        ))}
        {items.length === 0 && <p className="px-2 py-3 text-sm text-muted">{t('nothing')}</p>}
      </div>
    </div>
  );
}
