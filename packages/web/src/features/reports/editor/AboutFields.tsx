import { LANGUAGES } from '@pharos/core/language';
import { PERIOD_NAMES } from '@pharos/core/reports/period';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Part } from '../../../components/form/Part.tsx';
import { Field } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { LANGUAGE_NAMES, useTexts } from '../../../i18n/i18n.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { reportTexts } from '../texts.ts';
import type { FormPart } from './form-part.ts';
import { editorTexts } from './texts.ts';

/** What a report is of, and in what it is written. */
export function AboutFields({ form, change, problems }: FormPart) {
  const t = useTexts(editorTexts);
  const r = useTexts(reportTexts);
  const range = useStillRange();
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('period')}>
          {(ids) => (
            <Select
              {...ids}
              value={form.period}
              options={PERIOD_NAMES.map((value) => ({ value, label: r(`period_${value}`) }))}
              onChange={(period) => change({ period })}
            />
          )}
        </Field>
        <Field label={t('language')} hint={t('languageHint')}>
          {(ids) => (
            <Select
              {...ids}
              value={form.language}
              options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              onChange={(language) => change({ language })}
            />
          )}
        </Field>
      </div>
      <Part name={t('filter')} error={problems.at('filter') ? t('wrongFilter') : undefined}>
        <div className="w-full">
          <FilterBar
            label={t('filter')}
            value={form.filter}
            range={range}
            onChange={(filter) => change({ filter })}
          />
        </div>
      </Part>
    </>
  );
}
