import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import { amountTextSchema, isLimit } from '@pharos/core/quotas/quota';

/** Digits, and after a point or a comma the places. */
const PLAIN = /^(?<whole>\d+)(?:[.,](?<places>\d+))?$/;
/** Thousands set apart, all in the same way, and after another mark the places. */
const GROUPED =
  /^(?<whole>[1-9]\d{0,2}(?=(?<set>[\s_'’.,]))(?:\k<set>\d{3})+)(?:(?!\k<set>)[.,](?<places>\d+))?$/;
/** Three places after one to three digits look like thousands. */
const DOUBTFUL = /^[1-9]\d{0,2}\.\d{3}$/;

/**
 * The amounts that a text can mean, as the API takes them: none, one or, as of `1,000` dollars, two. A comma sets thousands
 * apart for some and begins the places for others, and so does a point: who typed it is asked, not guessed at.
 */
export function amountsTyped(measure: QuotaMeasure, text: string): string[] {
  const typed = text.trim();
  const meant = [PLAIN.exec(typed), GROUPED.exec(typed)].flatMap((found) => {
    const { whole = '', places = '' } = found?.groups ?? {};
    // Of tokens and requests there are no parts.
    return whole === '' || (places && measure !== 'cost') ? [] : [decimal(whole, places)];
  });
  return [...new Set(meant)].filter(
    (each) => amountTextSchema.safeParse(each).success && isLimit(measure, each),
  );
}

/** An amount so that it means nothing else when it is read. */
export const clearly = (amount: string): string => (DOUBTFUL.test(amount) ? `${amount}0` : amount);

function decimal(whole: string, places: string): string {
  const kept = places.replace(/0+$/, '');
  return `${whole.replaceAll(/\D/g, '')}${kept && '.'}${kept}`;
}
