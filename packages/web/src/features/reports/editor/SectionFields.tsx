import { readIn, withText } from '@pharos/core/local-text';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Part } from '../../../components/form/Part.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { MetricTokens } from '../../../widgets/asking/MetricTokens.tsx';
import { SplitTokens } from '../../../widgets/asking/SplitTokens.tsx';
import {
  MOST_METRICS,
  MOST_ROWS,
  pathOf,
  SECTION_FIELDS,
  type SectionField,
  type SectionForm,
} from './section-form.ts';
import { editorTexts } from './texts.ts';

const MARKS = ['line', 'stacked', 'bars'] as const;
const MOVING = ['cost', 'tokens'] as const;

interface SectionFieldsProps {
  section: SectionForm;
  onChange: (patch: Partial<SectionForm>) => void;
  /** By the path within the section. */
  isWrong: (path: string) => boolean;
}

/** What is asked of a section by its kind. */
export const SectionFields = (props: SectionFieldsProps) => (
  <div className="flex min-w-0 flex-wrap items-start gap-x-4 gap-y-2">
    {SECTION_FIELDS[props.section.kind].map((field) => (
      <FieldOf key={field} field={field} {...props} />
    ))}
  </div>
);

function FieldOf({ field, section, onChange, isWrong }: SectionFieldsProps & { field: SectionField }) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const range = useStillRange();
  const { kind, metrics, dimension } = section;
  const wrong = (text: string) => (isWrong(pathOf(section, field)) ? text : undefined);
  const dimensions = dimension === '' ? [] : [dimension];
  switch (field) {
    case 'metrics':
      return (
        <div className="w-full">
          <Part name={t('metrics')} error={wrong(t('wrongMetrics'))}>
            <MetricTokens
              asked={{ metrics, dimensions }}
              most={kind in MOST_METRICS ? MOST_METRICS[kind as keyof typeof MOST_METRICS] : 1}
              onChange={(next) => onChange({ metrics: next })}
            />
          </Part>
        </div>
      );
    case 'metric':
      return (
        <Field label={t('metric')}>
          {(ids) => (
            <Select
              {...ids}
              value={section.metric}
              options={MOVING.map((value) => ({ value, label: t(`metric_${value}`) }))}
              onChange={(metric) => onChange({ metric })}
            />
          )}
        </Field>
      );
    case 'dimension':
      return (
        <Part name={t('dimension')} error={wrong(t(kind === 'movers' ? 'wrongBy' : 'wrongDimension'))}>
          <SplitTokens
            asked={{ metrics: kind === 'movers' ? [section.metric] : metrics, dimensions }}
            most={1}
            onChange={([next = '']) => onChange({ dimension: next })}
          />
        </Part>
      );
    case 'mark':
      return (
        <Field label={t('mark')}>
          {(ids) => (
            <Select
              {...ids}
              value={section.mark}
              options={MARKS.map((value) => ({ value, label: t(`mark_${value}`) }))}
              onChange={(mark) => onChange({ mark })}
            />
          )}
        </Field>
      );
    case 'limit':
      // What is not split has no values to tell from each other.
      return kind === 'chart' && dimension === '' ? null : (
        <div className="w-24">
          <Field
            label={t(kind === 'chart' ? 'limitSeries' : 'limit')}
            error={wrong(t('wrongLimit', { most: MOST_ROWS[kind] ?? 0 }))}
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                maxLength={3}
                value={section.limit}
                onChange={(event) => onChange({ limit: event.target.value })}
              />
            )}
          </Field>
        </div>
      );
    case 'filter':
      return (
        <div className="min-w-64 flex-1">
          <Part name={t('partFilter')} error={wrong(t('wrongFilter'))}>
            <div className="w-full">
              <FilterBar
                label={t('partFilter')}
                value={section.filter}
                range={range}
                onChange={(filter) => onChange({ filter })}
              />
            </div>
          </Part>
        </div>
      );
    case 'text':
      return (
        <div className="w-full">
          <Field label={t('text')} error={wrong(t('wrongText'))}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={3}
                maxLength={4000}
                value={readIn(section.text, language)}
                onChange={({ target }) => onChange({ text: withText(section.text, language, target.value) })}
              />
            )}
          </Field>
        </div>
      );
  }
}
