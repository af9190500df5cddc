import type { ConditionKind } from '@pharos/core/alerts/condition';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';
import { CONDITION_FIELDS, type ConditionField } from './rule-form.ts';

const KINDS = Object.keys(CONDITION_FIELDS) as ConditionKind[];
const CHOICES = {
  op: ['>', '>=', '<', '<='],
  against: ['previous', 'day', 'week'],
  direction: ['either', 'above', 'below'],
} as const;
type Chosen = keyof typeof CHOICES;
const isChosen = (field: ConditionField): field is Chosen => Object.hasOwn(CHOICES, field);
/** Typed in the unit of the metric; the rest says its own. */
const OF_METRIC: ReadonlySet<ConditionField> = new Set(['limit', 'recovery', 'leastChange']);
const HINTS = { recovery: 'recoveryHint', recoveryPercent: 'recoveryPercentHint' } as const;
const isHinted = (field: ConditionField): field is keyof typeof HINTS => Object.hasOwn(HINTS, field);
/** Units that a number is typed in where they are not the unit of the page. */
const TYPED_IN: Readonly<Record<string, string>> = { ms: 'ms', seconds: 's', usd: 'USD', bytes: 'B' };

/** When a figure is bad: the kind of condition, and what it is made of. */
export function ConditionFields({ form, change, problems }: FormPart) {
  const t = useTexts(ruleFormTexts);
  const unit = unitOfMetric(form.metric);
  const labelOf = (field: ConditionField): string => {
    const name = t(field);
    if (!OF_METRIC.has(field)) return name;
    if (unit === 'ratio') return t('inPercent', { name });
    const written = TYPED_IN[unit];
    return written === undefined ? name : t('inUnit', { name, unit: written });
  };
  const set = (field: ConditionField, value: string) => change({ typed: { ...form.typed, [field]: value } });
  return (
    <>
      <Field
        label={t('condition')}
        error={form.condition === 'burnRate' && problems.at('watch.metric') ? t('wrongShare') : undefined}
      >
        {(ids) => (
          <Select
            {...ids}
            value={form.condition}
            onChange={(condition) => change({ condition })}
            options={KINDS.map((value) => ({ value, label: t(`condition_${value}`) }))}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        {CONDITION_FIELDS[form.condition].map((field) => (
          <Field
            key={field}
            label={labelOf(field)}
            hint={isHinted(field) ? t(HINTS[field]) : undefined}
            error={problems.at(`watch.condition.${field}`) ? t('wrongValue') : undefined}
          >
            {(ids) =>
              isChosen(field) ? (
                <Select
                  {...ids}
                  value={form.typed[field]}
                  onChange={(value) => set(field, value)}
                  options={CHOICES[field].map((value) => ({
                    value: value as string,
                    label: isWord(value) ? t(value) : value,
                  }))}
                />
              ) : (
                <Input
                  {...ids}
                  inputMode="decimal"
                  maxLength={24}
                  value={form.typed[field]}
                  onChange={(event) => set(field, event.target.value)}
                />
              )
            }
          </Field>
        ))}
      </div>
    </>
  );
}

type Word = (typeof CHOICES)['against' | 'direction'][number];
const isWord = (value: string): value is Word => /^[a-z]/.test(value);
