import type { Differences } from '@pharos/core/api/differences';
import { valueLabel } from '../../../charts/answer.ts';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { TwoBars } from '../../../components/TwoBars.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useWords } from '../../../widgets/words.ts';
import { differenceTexts } from './texts.ts';

const VALUES = 5;

/** Everything that was compared, also what does not differ: for those who would rather see than believe. */
export function AllDimensions({ dimensions }: Pick<Differences, 'dimensions'>) {
  const t = useTexts(differenceTexts);
  const format = useFormat();
  const words = useWords();
  const field = useFieldName();
  return (
    <details className="py-2">
      <summary className="text-sm text-accent hover:underline">
        {t('all', { count: dimensions.length })}
      </summary>
      <div className="grid grid-cols-1 gap-x-8 gap-y-4 pt-3 sm:grid-cols-2 xl:grid-cols-4">
        {dimensions.map(({ dimension, distinct, values }) => (
          <section key={dimension} aria-label={field(dimension)} className="min-w-0">
            <h3 className="flex items-baseline gap-2 text-sm">
              <span className="min-w-0 truncate font-medium" title={dimension}>
                {field(dimension)}
              </span>
              <span className="shrink-0 text-xs text-muted">
                {t('distinct', { count: distinct, shown: format.count(distinct) })}
              </span>
            </h3>
            <ul>
              {values.slice(0, VALUES).map(({ value, selected, rest }) => {
                const shares = { selected: format.percent(selected.share), rest: format.percent(rest.share) };
                const label = valueLabel(dimension, value, words);
                return (
                  <li
                    key={value}
                    title={t('values', shares)}
                    className="grid h-6 grid-cols-[minmax(0,1fr)_5rem] items-center gap-3 text-xs text-soft"
                  >
                    <span className="truncate">
                      {label}
                      <span className="sr-only">: {t('values', shares)}</span>
                    </span>
                    <TwoBars selected={selected.share} rest={rest.share} />
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </details>
  );
}
