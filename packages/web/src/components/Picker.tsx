import { Check, Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';
import { Popover } from './Popover.tsx';

export interface Option {
  value: string;
  label: string;
  /** Options of a group stand together, under its name. */
  group?: string | undefined;
  /** Small at the right: how often, in what unit. */
  about?: string | undefined;
  /** Why it cannot be chosen. */
  refused?: string | undefined;
}

interface PickerProps {
  label: string;
  /** One button. */
  trigger: ReactElement;
  options: readonly Option[];
  chosen: readonly string[];
  /** A chosen one is chosen no more, another one as well. */
  onToggle: (value: string) => void;
  /** Told what is typed, by those who look for options elsewhere; else options are found by their words here. */
  onSearch?: (text: string) => void;
  /** One choice closes the list. */
  single?: boolean;
  /** Below the options. */
  note?: string | undefined;
  align?: 'start' | 'end';
}

const holds = (option: Option, words: readonly string[]): boolean => {
  const text = `${option.label} ${option.value} ${option.group ?? ''} ${option.about ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Some of many, found by typing. Arrows move, Enter chooses, the list stays open for the next. */
export function Picker(props: PickerProps) {
  const { label, trigger, align = 'start' } = props;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={label}
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        if (!next) props.onSearch?.('');
        setOpen(next);
      }}
      align={align}
      className="flex w-72 flex-col overflow-hidden !p-0"
    >
      <Options {...props} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function Options(props: PickerProps & { onDone: () => void }) {
  const { label, options, chosen, onToggle, onSearch, single, note, onDone } = props;
  const c = useTexts(common);
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = onSearch ? options : options.filter((option) => holds(option, words));
  const current = found[Math.min(at, found.length - 1)];
  const choose = (option: Option | undefined) => {
    if (!option || (option.refused !== undefined && !chosen.includes(option.value))) return;
    onToggle(option.value);
    if (single) onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') choose(current);
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(Math.min(at, found.length - 1) - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b px-3">
        <Search className="size-4 shrink-0 text-muted" aria-hidden />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={current ? `${id}${current.value}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={c('search')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            onSearch?.(event.target.value);
          }}
          onKeyDown={onKeyDown}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none"
        />
      </div>
      <div
        role="listbox"
        id={`${id}list`}
        aria-label={label}
        aria-multiselectable={!single || undefined}
        className="scroll-thin max-h-72 min-h-0 overflow-auto p-1"
      >
        {found.map((option, index) => (
          <Fragment key={option.value}>
            {option.group !== undefined && option.group !== found[index - 1]?.group && (
              <p role="presentation" className="px-2 pt-2 pb-1 text-2xs text-muted">
                {option.group}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above */}
            <div
              id={`${id}${option.value}`}
              role="option"
              tabIndex={-1}
              aria-selected={chosen.includes(option.value)}
              aria-disabled={option.refused !== undefined || undefined}
              title={option.refused ?? option.label}
              // The field keeps the focus, so that typing goes on.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setAt(index)}
              onClick={() => choose(option)}
              ref={(element) => {
                if (option === current) element?.scrollIntoView?.({ block: 'nearest' });
              }}
              className={cx(
                'flex h-7 cursor-default items-center gap-2 rounded-md px-2 text-sm',
                option === current && 'bg-hover',
                option.refused !== undefined && !chosen.includes(option.value) && 'text-faint',
              )}
            >
              <Check
                aria-hidden
                className={cx('size-3.5 shrink-0 text-accent', !chosen.includes(option.value) && 'invisible')}
              />
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.about && <span className="figures shrink-0 text-xs text-muted">{option.about}</span>}
            </div>
          </Fragment>
        ))}
        {note && <p className="px-2 py-1.5 text-xs text-muted">{note}</p>}
      </div>
    </>
  );
}
