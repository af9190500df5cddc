import type { Unit } from '@pharos/core/metrics';
import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { quotaWords } from './texts.ts';

export const UNIT: Record<QuotaMeasure, Unit> = { tokens: 'tokens', cost: 'usd', requests: 'count' };

/** What a quota says, in words and figures. */
export function useQuotaWords() {
  const t = useTexts(quotaWords);
  const format = useFormat();
  return useMemo(
    () => ({
      scope: (scope: QuotaInput['scope']) =>
        'value' in scope ? `${t(`scope_${scope.type}`)} ${scope.value}` : t(`scope_${scope.type}`),
      window: (window: QuotaInput['window']) => {
        if (window.type === 'rolling') return t(`rolling_${window.unit}`);
        const name = t(`calendar_${window.unit}`);
        return window.unit === 'minute' ? name : `${name} (${window.timeZone})`;
      },
      /** Short. */
      amount: (measure: QuotaMeasure, text: string) =>
        measure === 'cost' ? format.money(text) : format.compact(Number(text)),
      /** With every digit. */
      exact: (measure: QuotaMeasure, text: string) =>
        measure === 'cost' ? format.exactMoney(text) : `${format.count(Number(text))} ${t(measure)}`,
      percent: (share: number) => format.percent(share),
    }),
    [t, format],
  );
}
