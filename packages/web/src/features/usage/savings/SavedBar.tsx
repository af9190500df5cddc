import type { Suggestion } from '@pharos/core/api/savings';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { savingsTexts } from './texts.ts';

/** How much of what was spent would be left, and what would be saved: the second part is the money. */
export function SavedBar({ spent, money }: Pick<Suggestion, 'spent' | 'money'>) {
  const t = useTexts(savingsTexts);
  const format = useFormat();
  const share = Number(spent) > 0 ? Math.min(1, Number(money) / Number(spent)) : 1;
  return (
    <span className="flex w-full flex-col gap-1">
      <span
        role="img"
        aria-label={`${t('spent', { money: format.money(spent) })}, ${t('saved')} ${format.percent(share)}`}
        className="flex h-2 w-full gap-px overflow-hidden rounded-xs"
      >
        <span className="bg-series-10 opacity-35" style={{ flexGrow: 1 - share }} />
        <span className="min-w-0.5 bg-series-4" style={{ flexGrow: share }} />
      </span>
      <span className="figures flex justify-between gap-2 text-xs text-muted">
        <span className="truncate">{t('spent', { money: format.money(spent) })}</span>
        <span className="whitespace-nowrap">−{format.percent(share)}</span>
      </span>
    </span>
  );
}
