import { parseFilterText } from '@pharos/core/filter-text';
import type { Answer } from '@pharos/core/question';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../components/Button.tsx';
import { chipsOf, textOf } from '../../../components/filter-bar/edit.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { NOTHING, type Selection } from '../address.ts';
import { withConditions } from '../group-rows.ts';
import { type Narrowing, narrowings } from '../selection.ts';
import type { Explore } from '../use-explore.ts';
import { differenceTexts } from './texts.ts';

interface SelectionBarProps extends Explore {
  answer: Answer | undefined;
}

/** What is selected, condition by condition, and what it can be narrowed to. */
export function SelectionBar({ state, change, answer }: SelectionBarProps) {
  const t = useTexts(differenceTexts);
  const format = useFormat();
  const { selection } = state;
  const select = (patch: Partial<Selection>) => change({ selection: { ...selection, ...patch } });
  const moment = (iso: string | undefined) => (iso === undefined ? '…' : format.dateTime(Date.parse(iso)));
  const chips = chipsOf(selection.filter);
  const fields = new Set(parseFilterText(selection.filter).filters.map(({ field }) => field));
  const offered = narrowings(state.metrics, answer).filter(({ filter }) => !fields.has(filter.field));
  const offer = ({ kind, filter }: Narrowing) =>
    kind === 'failed' ? t('failed') : t('slow', { least: format.duration(Number(filter.values[0])) });
  return (
    <div className="flex flex-wrap items-center gap-1.5 py-1.5">
      <span className="text-xs text-muted">{t('selected')}</span>
      {(selection.from !== undefined || selection.to !== undefined) && (
        <Chip
          removeLabel={t('removeCondition', {
            condition: t('region', { from: moment(selection.from), to: moment(selection.to) }),
          })}
          onRemove={() => select({ from: undefined, to: undefined })}
        >
          <span className="figures">
            {t('region', { from: moment(selection.from), to: moment(selection.to) })}
          </span>
        </Chip>
      )}
      {chips.map((chip) => (
        <Chip
          key={chip.text}
          removeLabel={t('removeCondition', { condition: chip.text })}
          onRemove={() => select({ filter: textOf(chips.filter((each) => each !== chip)) })}
        >
          {chip.text}
        </Chip>
      ))}
      {offered.map((each) => (
        <Button
          key={each.kind}
          variant="quiet"
          className="!h-6 !px-2 text-xs !text-accent"
          onClick={() => select({ filter: withConditions(selection.filter, [each.filter]) })}
        >
          + {offer(each)}
        </Button>
      ))}
      <Button
        variant="quiet"
        className="ms-auto !h-6 !px-2 text-xs"
        onClick={() => change({ selection: NOTHING.selection, comparing: true })}
      >
        {t('clear')}
      </Button>
    </div>
  );
}

interface ChipProps {
  children: ReactNode;
  removeLabel: string;
  onRemove: () => void;
}

const Chip = ({ children, removeLabel, onRemove }: ChipProps) => (
  <span className="inline-flex h-6 max-w-full items-center rounded bg-accent-soft ps-1.5 text-sm">
    <span className="min-w-0 truncate">{children}</span>
    <button
      type="button"
      onClick={onRemove}
      aria-label={removeLabel}
      className="ms-0.5 rounded p-1 text-muted hover:text-ink"
    >
      <X className="size-3" aria-hidden />
    </button>
  </span>
);
