import type { Suggestion } from '@pharos/core/api/savings';
import { Badge } from '../../../components/Badge.tsx';
import { cx } from '../../../components/cx.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { SavedBar } from './SavedBar.tsx';
import { savingsTexts } from './texts.ts';
import { useWords } from './use-words.ts';

interface SuggestionRowProps {
  suggestion: Suggestion;
  isOpen: boolean;
  onOpen: () => void;
}

/** One suggestion in the list: the money, what and why, and how much of what was spent it is. */
export function SuggestionRow({ suggestion, isOpen, onOpen }: SuggestionRowProps) {
  const t = useTexts(savingsTexts);
  const format = useFormat();
  const { title, why } = useWords()(suggestion);
  const { detector, money, spent, per30Days, dismissed } = suggestion;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onOpen}
      className={cx(
        'grid w-full grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-4 gap-y-2 px-2 py-3 text-left hover:bg-hover md:grid-cols-[7.5rem_minmax(0,1fr)_11rem] md:gap-x-6',
        isOpen && 'bg-pressed',
        dismissed && 'opacity-60',
      )}
    >
      <span className="flex flex-col">
        <span className="figures text-base font-semibold">{format.money(per30Days)}</span>
        <span className="text-xs text-muted">{t('in30Days')}</span>
        <span className="figures mt-0.5 text-xs text-muted">
          {t('inRange', { money: format.money(money) })}
        </span>
      </span>
      <span className="flex min-w-0 flex-col gap-1">
        <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
        <span className="text-sm text-soft [overflow-wrap:anywhere]">{why}</span>
        <span className="mt-0.5 flex flex-wrap gap-1.5">
          <Badge>{t(detector)}</Badge>
          <Certainty suggestion={suggestion} />
        </span>
      </span>
      <span className="col-span-2 md:col-span-1 md:pt-1.5">
        <SavedBar spent={spent} money={money} />
      </span>
    </button>
  );
}

/** How sure it is, and whether it counts. */
export function Certainty({ suggestion: { certainty, within } }: Pick<SuggestionRowProps, 'suggestion'>) {
  const t = useTexts(savingsTexts);
  return (
    <>
      <Badge tone={certainty === 'toTest' ? 'warn' : 'neutral'} title={t(`hint_${certainty}`)}>
        {t(certainty)}
      </Badge>
      {within !== null && <Badge title={t('withinHint')}>{t('within')}</Badge>}
    </>
  );
}
