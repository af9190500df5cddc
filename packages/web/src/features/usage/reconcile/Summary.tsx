import type { Comparison } from '@pharos/core/api/reconcile';
import { exactMoney } from '@pharos/core/format/money';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { reconcileTexts } from './texts.ts';

const COUNTED = ['tokens', 'input', 'cachedRead', 'cacheWrite', 'output', 'requests'] as const;

/** Both sides in all, and how far they are apart, in what the statement tells. */
export function Summary({ total, currencies }: Comparison) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  const { stated, measured, difference } = total;
  const percent = (gap: number, whole: number) =>
    whole === 0 ? '' : ` (${format.signed((gap / whole) * 100, 2)} %)`;
  const rows = COUNTED.flatMap((name) => {
    const [a, b, gap] = [stated[name], measured[name], difference[name]];
    return a === undefined || b === undefined || gap === undefined ? [] : [{ name, a, b, gap }];
  });
  const foreign = currencies.filter(({ currency }) => currency !== 'USD');
  return (
    <>
      <div className="scroll-thin overflow-x-auto">
        <table aria-label={t('summary')} className="w-full max-w-3xl text-sm">
          <thead>
            <tr className="border-b text-xs text-muted">
              <th scope="col" className="h-8 text-left font-normal">
                <span className="sr-only">{t('figure')}</span>
              </th>
              {(['stated', 'measured', 'difference'] as const).map((side) => (
                <th key={side} scope="col" className="px-2 text-right font-normal">
                  {t(side)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stated.cost !== undefined && (
              <tr className="border-b text-base font-semibold">
                <th scope="row" className="h-10 text-left text-sm font-medium">
                  {t('cost')}
                </th>
                <td className="px-2 text-right">
                  <Money amount={stated.cost} />
                </td>
                <td className="px-2 text-right">
                  <Money amount={measured.cost} />
                </td>
                <td className="px-2 text-right whitespace-nowrap">
                  {Number(difference.cost) > 0 && '+'}
                  <Money amount={difference.cost} />
                  <span className="figures text-sm font-normal text-muted">
                    {percent(Number(difference.cost), Number(stated.cost))}
                  </span>
                </td>
              </tr>
            )}
            {rows.map(({ name, a, b, gap }) => (
              <tr key={name} className="figures border-b">
                <th scope="row" className="h-9 text-left font-normal">
                  {t(name)}
                </th>
                <td className="px-2 text-right" title={format.count(a)}>
                  {format.compact(a)}
                </td>
                <td className="px-2 text-right" title={format.count(b)}>
                  {format.compact(b)}
                </td>
                <td className="px-2 text-right whitespace-nowrap" title={format.count(gap)}>
                  {gap > 0 && '+'}
                  {format.compact(gap)}
                  <span className="text-muted">{percent(gap, a)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {foreign.length > 0 && (
        <p className="text-xs text-muted">
          {foreign.map(({ currency, cost, inDollars }) => (
            <span key={currency} className="mr-4">
              {t(inDollars ? 'converted' : 'noRate', { amount: exactMoney(cost, currency), currency })}
            </span>
          ))}
        </p>
      )}
    </>
  );
}
