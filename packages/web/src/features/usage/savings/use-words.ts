import type { Suggestion } from '@pharos/core/api/savings';
import { wordsOf } from '@pharos/core/savings/words';
import { useFormat } from '../../../format/use-format.ts';

/** What suggestions say, in the language of the page. */
export function useWords(): (suggestion: Suggestion) => ReturnType<typeof wordsOf> {
  const format = useFormat();
  return (suggestion) =>
    wordsOf(suggestion, format.locale, (figure) => {
      if ('text' in figure) return figure.text;
      if ('usd' in figure) return format.money(figure.usd);
      return 'share' in figure ? format.percent(figure.share) : format.count(Math.round(figure.count));
    });
}
