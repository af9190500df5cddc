import { Checkbox } from '../../../components/Checkbox.tsx';
import { ZoneInput } from '../../../components/form/ZoneInput.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { weekdayName } from '../use-report-words.ts';
import type { FormPart } from './form-part.ts';
import { NextTimes } from './NextTimes.tsx';
import { SCHEDULES } from './report-form.ts';
import { editorTexts } from './texts.ts';
import { useNextTimes } from './use-next-times.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** When a report is made, by which clocks, and when that is next. */
export function ScheduleFields({ project, form, change, problems }: FormPart & { project: string }) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const times = useNextTimes(project, form);
  const { every } = form;
  const hasTime = every === 'day' || every === 'week' || every === 'month';
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-start gap-4">
        <Field label={t('every')}>
          {(ids) => (
            <Select
              {...ids}
              value={every}
              options={SCHEDULES.map((value) => ({ value, label: t(`every_${value}`) }))}
              onChange={(next) => change({ every: next })}
            />
          )}
        </Field>
        {every === 'week' && (
          <Field label={t('weekday')}>
            {(ids) => (
              <Select
                {...ids}
                value={String(form.weekday)}
                options={WEEKDAYS.map((day) => ({ value: String(day), label: weekdayName(day, language) }))}
                onChange={(day) => change({ weekday: Number(day) })}
              />
            )}
          </Field>
        )}
        {every === 'month' && (
          <div className="w-20">
            <Field label={t('day')} error={problems.at('schedule.on') ? t('wrongDay') : undefined}>
              {(ids) => (
                <Input
                  {...ids}
                  inputMode="numeric"
                  maxLength={2}
                  value={form.day}
                  onChange={(event) => change({ day: event.target.value })}
                />
              )}
            </Field>
          </div>
        )}
        {hasTime && (
          <div className="w-32">
            <Field label={t('at')} error={problems.at('schedule.at') ? t('wrongAt') : undefined}>
              {(ids) => (
                <Input
                  {...ids}
                  type="time"
                  value={form.at}
                  onChange={(event) => change({ at: event.target.value })}
                />
              )}
            </Field>
          </div>
        )}
        {every === 'cron' && (
          <div className="w-72 max-w-full">
            <Field
              label={t('cron')}
              hint={t('cronHint')}
              error={times.isRefused || problems.at('schedule.cron') ? t('wrongCron') : undefined}
            >
              {(ids) => (
                <Input
                  {...ids}
                  spellCheck={false}
                  className="font-mono"
                  maxLength={100}
                  value={form.cron}
                  onChange={(event) => change({ cron: event.target.value })}
                />
              )}
            </Field>
          </div>
        )}
        <div className="w-56 max-w-full">
          <Field label={t('timeZone')} error={problems.at('timeZone') ? t('wrongZone') : undefined}>
            {(ids) => (
              <ZoneInput {...ids} value={form.timeZone} onChange={(timeZone) => change({ timeZone })} />
            )}
          </Field>
        </div>
      </div>
      {every !== 'never' && (
        <>
          <Checkbox label={t('enabled')} checked={form.enabled} onChange={(enabled) => change({ enabled })} />
          <NextTimes {...times} />
        </>
      )}
    </div>
  );
}
