import { WINDOW_UNITS } from '@pharos/core/quotas/window';
import { useId } from 'react';
import { Field, Input } from '../../components/Input.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { formTexts } from './form-texts.ts';
import type { FormPartProps } from './ScopeField.tsx';

const TYPES = ['calendar', 'rolling'] as const;

/** In what time one may spend so much. */
export function WindowField({ form, onChange, wrong, onLeave }: FormPartProps) {
  const t = useTexts(formTexts);
  const zones = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="pb-1 text-xs font-medium text-soft">{t('window')}</legend>
      <div className="flex flex-wrap items-start gap-3">
        <Select
          label={t('unit')}
          value={form.unit}
          options={WINDOW_UNITS.map((value) => ({ value, label: t(`unit_${value}`) }))}
          onChange={(unit) => onChange({ unit })}
        />
        <Segmented
          label={t('windowType')}
          value={form.windowType}
          options={TYPES.map((value) => ({ value, label: t(`type_${value}`) }))}
          onChange={(windowType) => onChange({ windowType })}
        />
        {form.windowType === 'calendar' && form.unit !== 'minute' && (
          <div className="w-56 sm:-mt-5 max-w-full">
            <Field label={t('timeZone')} error={wrong && t('timeZoneInvalid')}>
              {(ids) => (
                <>
                  <Input
                    {...ids}
                    list={zones}
                    value={form.timeZone}
                    maxLength={64}
                    onBlur={onLeave}
                    onChange={(event) => onChange({ timeZone: event.target.value })}
                  />
                  <datalist id={zones}>
                    {Intl.supportedValuesOf('timeZone').map((zone) => (
                      <option key={zone} value={zone} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
          </div>
        )}
      </div>
      <p className="text-xs text-muted">{t(`windowHint_${form.windowType}`)}</p>
    </fieldset>
  );
}
