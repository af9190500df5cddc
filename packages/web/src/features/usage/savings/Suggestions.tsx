import type { Savings, Suggestion } from '@pharos/core/api/savings';
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { ApiFailure } from '../../../api/failure.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { SuggestionPanel } from './SuggestionPanel.tsx';
import { SuggestionRow } from './SuggestionRow.tsx';
import { savingsTexts } from './texts.ts';
import { useSavings } from './use-savings.ts';

/** The threshold that the server keeps to unless asked otherwise, in USD. */
const LEAST = '1';

/** All suggestions, those that were dismissed apart, and the one that is open beside them. */
export function Suggestions({ savings }: { savings: Savings }) {
  const t = useTexts(savingsTexts);
  const format = useFormat();
  const errorText = useErrorText();
  const { filter, setFilter, open, setOpen } = useSavings();
  const { suggestions, missing, computedAt, from, to } = savings;
  const kept = suggestions.filter(({ dismissed }) => dismissed === null);
  const dismissed = suggestions.filter((each) => each.dismissed !== null);
  const shown = suggestions.find(({ key }) => key === open);
  return (
    <>
      <Totals savings={savings} count={kept.length} />
      {kept.length === 0 ? (
        <EmptyState
          title={t('empty')}
          action={filter && <Button onClick={() => setFilter('')}>{t('clear')}</Button>}
        >
          {filter ? t('emptyFiltered') : t('emptyHint', { least: format.money(LEAST) })}
        </EmptyState>
      ) : (
        <Rows suggestions={kept} open={open} onOpen={setOpen} />
      )}
      {dismissed.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1 text-sm text-muted hover:text-ink">
            {t('dismissed', { count: dismissed.length })}
          </summary>
          <Rows suggestions={dismissed} open={open} onOpen={setOpen} />
        </details>
      )}
      {missing.map(({ detector, code, reason }) => (
        <p key={detector} role="note" className="text-sm text-muted">
          <span aria-hidden className="mr-1.5 text-warn">
            ▲
          </span>
          {t('missing', { what: t(detector), reason: errorText(new ApiFailure(0, code, reason)) })}
        </p>
      ))}
      {computedAt !== null && (
        <p className="text-xs text-muted">
          {t('computed', { when: format.dateTime(Date.parse(computedAt)) })}
        </p>
      )}
      {shown && (
        <SuggestionPanel
          key={shown.key}
          suggestion={shown}
          list={{ filter, from, to }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function Totals({ savings, count }: { savings: Savings; count: number }) {
  const t = useTexts(savingsTexts);
  const format = useFormat();
  const { money, per30Days, cost } = savings;
  const items = [
    [t('couldSave'), <Money key="30" amount={per30Days} />],
    [t('couldSaveHere'), <Money key="here" amount={money} />],
    [t('ofCost'), Number(cost) > 0 ? format.percent(Number(money) / Number(cost)) : '–'],
    [t('suggestionsNamed'), format.count(count)],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {items.map(([name, value], i) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className={i === 0 ? 'figures text-xl font-semibold' : 'figures text-lg'}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface RowsProps {
  suggestions: readonly Suggestion[];
  open: string | undefined;
  onOpen: (key: string) => void;
}

/** `j`/`k` or the arrows move, Enter opens. */
function Rows({ suggestions, open, onOpen }: RowsProps) {
  const t = useTexts(savingsTexts);
  const rows = useRef<HTMLOListElement>(null);
  const buttons = () => [...(rows.current?.querySelectorAll<HTMLElement>('li > button') ?? [])];
  useShortcuts([{ keys: 'j', label: t('list'), run: () => buttons()[0]?.focus() }]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const all = buttons();
    all[all.indexOf(event.target as HTMLElement) + step]?.focus();
  };
  return (
    <ol ref={rows} aria-label={t('list')} className="divide-y border-y" onKeyDown={onKeyDown}>
      {suggestions.map((suggestion) => (
        <li key={suggestion.key}>
          <SuggestionRow
            suggestion={suggestion}
            isOpen={suggestion.key === open}
            onOpen={() => onOpen(suggestion.key)}
          />
        </li>
      ))}
    </ol>
  );
}
const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
