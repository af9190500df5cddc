import { Check, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';
import { Popover } from './Popover.tsx';
import { bestOf, foundIn, nextPickable, type PickerGroup, type PickerItem } from './picker-list.ts';

interface PickerProps {
  label: string;
  trigger: ReactElement;
  groups: readonly PickerGroup[];
  onPick: (value: string) => void;
  placeholder: string;
  /** Shown when nothing that was typed is found. */
  nothing: ReactNode;
  /** Told what is typed, for lists that are asked for. */
  onSearch?: (text: string) => void;
  onOpenChange?: (open: boolean) => void;
  /** Several are picked, one after another: it stays open. */
  several?: boolean;
}

/** One of many, in groups, found by typing. Closes once one is picked. */
export function Picker({ label, trigger, onOpenChange, onPick, ...list }: PickerProps) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Popover
      label={label}
      trigger={trigger}
      open={open}
      onOpenChange={change}
      className="flex w-[min(24rem,calc(100vw-1rem))] flex-col !overflow-hidden !p-0"
    >
      <PickerList
        {...list}
        label={label}
        onPick={(value) => {
          if (!list.several) change(false);
          onPick(value);
        }}
      />
    </Popover>
  );
}

type PickerListProps = Omit<PickerProps, 'trigger' | 'onOpenChange'>;

function PickerList(props: PickerListProps) {
  const { label, groups, onPick, placeholder, nothing, onSearch, several } = props;
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string>();
  const found = foundIn(groups, query);
  const items = found.flatMap((group) => group.items);
  const current = items.find(({ value }) => value === chosen) ? chosen : bestOf(items, query);
  const pick = (item: PickerItem | undefined) => {
    if (item && item.refusal === undefined) onPick(item.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') pick(items.find(({ value }) => value === current));
    else if (event.key === 'ArrowDown') setChosen(nextPickable(items, current, 1));
    else if (event.key === 'ArrowUp') setChosen(nextPickable(items, current, -1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b px-3">
        <Search className="size-4 text-muted" aria-hidden />
        <input
          role="combobox"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={current === undefined ? undefined : `${id}${current}`}
          aria-label={label}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(undefined);
            onSearch?.(event.target.value);
          }}
          onKeyDown={onKeyDown}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none"
        />
      </div>
      <div
        id={`${id}list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={several}
        className="scroll-thin min-h-0 overflow-auto p-1"
      >
        {found.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped by role
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="px-2 pt-2 pb-0.5 text-2xs text-muted">{group.title}</p>
            {group.items.map((item) => (
              <Option
                key={item.value}
                id={`${id}${item.value}`}
                item={item}
                current={item.value === current}
                onPick={() => pick(item)}
                onPoint={() => item.refusal === undefined && setChosen(item.value)}
              />
            ))}
          </div>
        ))}
        {found.length === 0 && <p className="px-2 py-3 text-sm text-muted">{nothing}</p>}
      </div>
    </>
  );
}

interface OptionProps {
  id: string;
  item: PickerItem;
  current: boolean;
  onPick: () => void;
  onPoint: () => void;
}

function Option({ id, item, current, onPick, onPoint }: OptionProps) {
  const { label, about, refusal, picked } = item;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      aria-checked={picked}
      aria-disabled={refusal !== undefined || undefined}
      // The field keeps the focus, so that typing goes on.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
      onMouseMove={onPoint}
      ref={(element) => {
        if (current) element?.scrollIntoView?.({ block: 'nearest' });
      }}
      className={cx(
        'flex min-h-7 cursor-default items-center gap-3 rounded-md px-2 py-0.5',
        current && 'bg-hover',
        refusal !== undefined && 'text-muted',
      )}
    >
      <span className="min-w-0 shrink-0 truncate">{label}</span>
      {picked && <Check className="size-3.5 shrink-0 text-accent" aria-hidden />}
      <span
        className={cx('ms-auto min-w-0 text-end text-xs text-muted', refusal === undefined && 'truncate')}
      >
        {refusal ?? about}
      </span>
    </div>
  );
}
