import { Button } from '../../../components/Button.tsx';
import type { Problems } from '../../../components/form/problems.ts';
import { ZoneInput } from '../../../components/form/ZoneInput.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { writtenTime } from '../typed-time.ts';
import { HOUR_MS, type SilenceForm } from './silence-form.ts';
import { silenceTexts } from './texts.ts';

const LENGTHS = [1, 4, 24, 168] as const;
const REPEATS = ['no', 'day', 'week'] as const;

interface TimesFieldProps {
  form: SilenceForm;
  onChange: (patch: Partial<SilenceForm>) => void;
  problems: Problems;
}

/** When a silence holds: once, or again and again. */
export function TimesField({ form, onChange, problems }: TimesFieldProps) {
  const t = useTexts(silenceTexts);
  const startMs = Date.parse(`${form.startsAt}Z`);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('from')} error={problems.at('startsAt') ? t('wrongTime') : undefined}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={form.startsAt}
            onChange={(event) => onChange({ startsAt: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('to')} error={problems.at('endsAt') ? t(`wrongEnd_${form.repeats}`) : undefined}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={form.endsAt}
            onChange={(event) => onChange({ endsAt: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-1.5 sm:col-span-2">
        {LENGTHS.map((hours) => (
          <Button
            key={hours}
            className="!h-7"
            disabled={Number.isNaN(startMs)}
            // Shown times are added to as if they were UTC.
            onClick={() => onChange({ endsAt: writtenTime(startMs + hours * HOUR_MS, 'UTC') })}
          >
            {t(`for_${hours}`)}
          </Button>
        ))}
      </div>
      <Field
        label={t('repeats')}
        hint={form.repeats === 'no' ? t('zoneIs', { zone: form.timeZone }) : undefined}
      >
        {(ids) => (
          <Select
            {...ids}
            value={form.repeats}
            onChange={(repeats) => onChange({ repeats })}
            options={REPEATS.map((value) => ({ value, label: t(`repeats_${value}`) }))}
          />
        )}
      </Field>
      {form.repeats !== 'no' && (
        <>
          <Field label={t('zone')} error={problems.at('repeats.timeZone') ? t('wrongZone') : undefined}>
            {(ids) => (
              <ZoneInput {...ids} value={form.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
            )}
          </Field>
          <Field
            label={t('until')}
            hint={t('untilHint')}
            error={problems.at('repeats.until') ? t('wrongTime') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                value={form.until}
                onChange={(event) => onChange({ until: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  );
}
