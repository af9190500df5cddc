import { Field, Input } from '../../../components/Input.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { DayRange } from './export-form.ts';
import { exportTexts } from './export-texts.ts';

interface DayFieldsProps {
  days: DayRange;
  onChange: (days: DayRange) => void;
  wrong?: boolean;
}

/** From which day to which, as UTC has them. */
export function DayFields({ days, onChange, wrong = false }: DayFieldsProps) {
  const t = useTexts(exportTexts);
  return (['first', 'last'] as const).map((end) => (
    <Field key={end} label={t(end)} error={wrong ? t('wrong') : undefined}>
      {(ids) => (
        <Input
          {...ids}
          type="date"
          className="w-36"
          value={days[end]}
          onChange={(event) => onChange({ ...days, [end]: event.target.value })}
        />
      )}
    </Field>
  ));
}
