import type { Cause, Comparison, Reconciliation } from '@pharos/core/api/reconcile';
import type { Formatters } from '../../../format/use-format.ts';
import type { Translate, Values } from '../../../i18n/i18n.ts';
import type { CauseSentence } from './texts.ts';

const MOST = 3;

/** Names in a sentence: the first few, and how many more. */
function listed(names: readonly string[], format: Formatters, more: (count: number) => string): string {
  const shown: string[] = names.slice(0, MOST);
  if (names.length > MOST) shown.push(more(names.length - MOST));
  return new Intl.ListFormat(format.locale, { type: 'conjunction' }).format(shown);
}

/** Names and Chinese words apart, Chinese words together, whatever a list of names ends with. */
export const setApart = (text: string): string =>
  text
    .replaceAll(/(?<=[A-Za-z\d])(?=\p{Script=Han})/gu, ' ')
    .replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');

export const nameOf = ({ models }: Pick<Comparison, 'models'>, key: string): string =>
  models.find((model) => model.key === key)?.name || key;

/** How a cause is said: which sentence, and what stands in it. */
export function sentenceOf(
  cause: Cause,
  { comparison, zone }: Reconciliation,
  format: Formatters,
  t: Translate<'more'>,
): { key: CauseSentence; values: Values } {
  const more = (count: number) => t('more', { count });
  const money = (amount: string) => format.money(amount.replace('-', ''));
  const amount = (value: number) =>
    cause.apart?.unit === 'usd' ? format.money(value) : format.compact(value);
  const values: Values = {
    tokens: format.compact(Math.abs(cause.tokens)),
    cost: money(cause.cost),
    models: listed(
      cause.keys.map((key) => nameOf(comparison, key)),
      format,
      more,
    ),
    days: listed(cause.days.toSorted(), format, more),
    told: zone,
    zone: cause.zone ?? '',
    before: amount(cause.apart?.before ?? 0),
    after: amount(cause.apart?.after ?? 0),
    factor: Number((cause.factor ?? 0).toPrecision(3)).toLocaleString(format.locale),
    share: format.percent(cause.steadyShare ?? 0),
    pairs: listed(
      (cause.pairs ?? []).map(
        ({ stated, measured }) => `${nameOf(comparison, stated)} = ${nameOf(comparison, measured)}`,
      ),
      format,
      more,
    ),
  };
  if (cause.kind === 'missing-share' && cause.steadyShare !== undefined)
    return { key: 'cause_missing-steady', values };
  if (cause.kind === 'other-price' && cause.tokensTold === false)
    return { key: 'cause_other-price-or-tokens', values };
  return { key: `cause_${cause.kind}`, values };
}
