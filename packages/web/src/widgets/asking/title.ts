import { keyOf } from '@pharos/core/fields';
import { LANGUAGES, type Language } from '@pharos/core/language';
import { metricName } from '@pharos/core/metric-names';
import { filterTexts } from '../../components/filter-bar/texts.ts';
import type { Asked } from './fit.ts';
import { askingTexts } from './texts.ts';

/** More than these would not be read. */
const MOST_NAMED = 3;
const MOST_LETTERS = 120;

/** What several names begin with is said once: `Latency P50, P95`. */
function shortened(names: readonly string[]): string[] {
  const [first = '', ...others] = names;
  const stem = first.slice(0, first.lastIndexOf(' ') + 1);
  if (stem === '' || !others.every((name) => name.startsWith(stem))) return [...names];
  return [first, ...others.map((name) => name.slice(stem.length))];
}

/** What a Question asks, as the title of its chart: `Cost by model and release`. */
export function titleIn(language: Language, { metrics, dimensions }: Asked): string {
  const lng = language;
  // As all prose of the product, without a comma before the last.
  const lists = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' });
  const list = (names: readonly string[]) => lists.format(names);
  const names = shortened(metrics.map((name) => metricName(name, lng)));
  const shown =
    names.length <= MOST_NAMED
      ? list(names)
      : askingTexts.t('moreMetrics', { lng, first: names[0] ?? '', more: names.length - 1 });
  if (dimensions.length === 0) return shown.slice(0, MOST_LETTERS);
  const fields = dimensions.map((name) => (keyOf(name) ? name : filterTexts.t(name as 'model', { lng })));
  return askingTexts.t('titleBy', { lng, metrics: shown, dimensions: list(fields) }).slice(0, MOST_LETTERS);
}

/** The same for readers of every language, as a widget keeps it. */
export const titleFor = (asked: Asked) => {
  const [en, zh] = LANGUAGES.map((language) => titleIn(language, asked));
  return { en: en ?? '', 'zh-CN': zh ?? '' };
};
