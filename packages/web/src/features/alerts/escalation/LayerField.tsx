import { X } from 'lucide-react';
import { IconButton } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { ChosenField } from '../../../components/form/ChosenField.tsx';
import type { Named } from '../../../components/form/named.ts';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import type { LayerForm } from './schedule-form.ts';
import { escalationTexts } from './texts.ts';

const UNITS = ['hour', 'day', 'week'] as const;
const WEEK = [0, 1, 2, 3, 4, 5, 6];

interface LayerFieldProps {
  number: number;
  layer: LayerForm;
  people: readonly Named[];
  onChange: (patch: Partial<LayerForm>) => void;
  /** Absent for the only one. */
  onRemove: (() => void) | undefined;
  isWrong: (path: string) => boolean;
}

/** People who take turns, how long each has it, and when at all. */
export function LayerField({ number, layer, people, onChange, onRemove, isWrong }: LayerFieldProps) {
  const t = useTexts(escalationTexts);
  const { locale } = useFormat();
  const input = (
    name: 'count' | 'startsOn' | 'handover' | 'from' | 'to',
    type: string,
    path: string,
    wrong: string,
  ) => (
    <Field label={t(`layer_${name}`)} error={isWrong(path) ? wrong : undefined}>
      {(ids) => (
        <Input
          {...ids}
          type={type}
          value={layer[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 border-l-2 pl-3">
      <legend className="sr-only">{t('layer', { number })}</legend>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <ChosenField
            label={t('layerPeople', { number })}
            all={people}
            chosen={layer.people}
            onChange={(chosen) => onChange({ people: chosen })}
            error={isWrong('people') ? t('wrongPeople') : undefined}
          />
        </div>
        {onRemove && (
          <IconButton label={t('removeLayer', { number })} onClick={onRemove}>
            <X className="size-4" aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {input('count', 'number', 'turn', t('wrongTurn'))}
        <Field label={t('unit')}>
          {(ids) => (
            <Select
              {...ids}
              value={layer.unit}
              onChange={(unit) => onChange({ unit })}
              options={UNITS.map((value) => ({ value, label: t(`unit_${value}`) }))}
            />
          )}
        </Field>
        {input('startsOn', 'date', 'startsOn', t('wrongDate'))}
        {input('handover', 'time', 'handover', t('wrongClock'))}
      </div>
      <Checkbox
        label={t('limited')}
        checked={layer.isLimited}
        onChange={(isLimited) => onChange({ isLimited })}
      />
      {layer.isLimited && (
        <>
          <div className="flex flex-col gap-1">
            <div className="flex flex-wrap gap-x-3 gap-y-1">
              {WEEK.map((day) => (
                <Checkbox
                  key={day}
                  label={weekday(day, locale)}
                  checked={layer.days.includes(day)}
                  onChange={(on) =>
                    onChange({ days: WEEK.filter((each) => (each === day ? on : layer.days.includes(each))) })
                  }
                />
              ))}
            </div>
            {isWrong('only.days') && (
              <p role="alert" className="text-xs text-bad">
                {t('wrongDays')}
              </p>
            )}
          </div>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            {input('from', 'time', 'only.from', t('wrongClock'))}
            {input('to', 'time', 'only.to', t('wrongClock'))}
          </div>
        </>
      )}
    </fieldset>
  );
}

/** Monday is 0; the fifth of 1970 was one. */
const weekday = (day: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(1970, 0, 5 + day));
