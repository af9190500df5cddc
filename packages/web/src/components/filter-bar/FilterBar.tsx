import { Search, X } from 'lucide-react';
import { Fragment, useId, useRef, useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { useShortcuts } from '../../shortcuts.ts';
import { IconButton } from '../Button.tsx';
import { cx } from '../cx.ts';
import { FLOATING } from '../Popover.tsx';
import { ChipView } from './ChipView.tsx';
import { chipsOf, textOf, withTyped } from './edit.ts';
import { filterTexts } from './texts.ts';
import { useOffers } from './use-offers.ts';

interface FilterBarProps {
  /** In the filter language; it lives in the address of the page. */
  value: string;
  onChange: (text: string) => void;
  /** Values are offered as they were seen in this time. */
  range: { from: string; to: string };
  /** Its name where a page has several; then no key leads to it. */
  label?: string;
  /** Conditions are on events of this name, in place of spans. */
  event?: string;
}

/** Conditions as chips, the next one typed with suggestions. `/` goes there. */
export function FilterBar({ value, onChange, range, label, event }: FilterBarProps) {
  const t = useTexts(filterTexts);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const [error, setError] = useState<string>();
  const chips = chipsOf(value);
  const problem = error ?? chips.find((chip) => chip.problem)?.problem;
  const ofSpans = label ? t('placeholder') : `${t('placeholder')}  /`;
  const placeholder = event === undefined ? ofSpans : t('ofEvents');
  const offers = useOffers(draft, { range, event, enabled: open });
  useShortcuts(label ? [] : [{ keys: '/', label: t('label'), run: () => input.current?.focus() }]);

  const type = (text: string) => {
    setDraft(text);
    setError(undefined);
    setAt(-1);
    setOpen(true);
  };
  const take = (typed: string) => {
    if (typed.trim() === '') return;
    const result = withTyped(value, typed);
    if ('error' in result) {
      setError(result.error);
      return;
    }
    type('');
    setOpen(false);
    onChange(result.text);
  };
  const choose = (offer: (typeof offers.list)[number]) => {
    if (offer.done) take(offer.draft);
    else type(offer.draft);
    input.current?.focus();
  };
  const edit = (index: number) => {
    const chip = chips[index];
    if (!chip) return;
    onChange(textOf(chips.filter((_, each) => each !== index)));
    type(chip.text);
    input.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const last = offers.list.length - 1;
    if (event.key === 'ArrowDown' && open) setAt(Math.min(at + 1, last));
    else if (event.key === 'ArrowUp' && open) setAt(Math.max(at - 1, -1));
    else if (event.key === 'Enter' || (event.key === 'Tab' && open && at >= 0)) {
      const offer = open ? offers.list[at] : undefined;
      if (offer) choose(offer);
      else take(draft);
    } else if (event.key === 'Backspace' && draft === '' && chips.length > 0) edit(chips.length - 1);
    else if (event.key === 'Escape') {
      if (open && draft !== '') setOpen(false);
      else input.current?.blur();
    } else return;
    event.preventDefault();
  };

  return (
    <div className="relative min-w-0 flex-1 max-sm:basis-full">
      <div
        className={cx(
          'flex min-h-8 flex-wrap items-center gap-1 rounded-md border bg-raised py-0.5 ps-2 pe-1 focus-within:border-accent',
          problem && 'border-bad',
        )}
      >
        <Search className="size-4 shrink-0 text-muted" aria-hidden />
        {chips.map((chip, index) => (
          <ChipView
            key={chip.text}
            chip={chip}
            onEdit={() => edit(index)}
            onRemove={() => onChange(textOf(chips.filter((each) => each !== chip)))}
          />
        ))}
        <input
          ref={input}
          role="combobox"
          aria-label={label ?? t('label')}
          aria-expanded={open}
          aria-controls={`${id}list`}
          aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
          aria-invalid={problem ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          className="h-6 min-w-32 flex-1 bg-transparent px-1 outline-none"
          placeholder={chips.length > 0 ? '' : placeholder}
          value={draft}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
        />
        {chips.length > 0 && (
          <IconButton
            label={t('clear')}
            className="!size-6"
            onClick={() => {
              onChange('');
              setDraft('');
            }}
          >
            <X className="size-3.5" aria-hidden />
          </IconButton>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {problem}
        </p>
      )}
      {open && (offers.list.length > 0 || offers.note) && !error && (
        <div
          className={cx(
            FLOATING,
            'scroll-thin absolute start-0 top-full mt-1 max-h-80 w-[min(28rem,100%)] overflow-auto p-1',
          )}
        >
          <div role="listbox" id={`${id}list`} aria-label={offers.title}>
            {offers.list.map((offer, index) => (
              <Fragment key={offer.key}>
                {!offer.free && (index === 0 || offers.list[index - 1]?.free) && (
                  <p role="presentation" className="px-2 pt-1 pb-1 text-2xs text-muted">
                    {offers.title}
                  </p>
                )}
                <div
                  id={`${id}${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === at}
                  // The field keeps the focus, so that typing goes on.
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(offer)}
                  onKeyDown={() => {}}
                  className={cx(
                    'flex h-7 cursor-default items-center gap-3 rounded-md px-2 hover:bg-hover',
                    index === at && 'bg-hover',
                  )}
                >
                  <span className="min-w-0 truncate">{offer.label}</span>
                  <span className="figures ms-auto shrink-0 text-xs text-muted">{offer.about}</span>
                </div>
              </Fragment>
            ))}
          </div>
          {offers.note && <p className="px-2 py-1 text-xs text-muted">{offers.note}</p>}
        </div>
      )}
    </div>
  );
}
