import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../components/Button.tsx';
import type { Named } from '../../../components/form/named.ts';
import type { Problems } from '../../../components/form/problems.ts';
import { formWords } from '../../../components/form/texts.ts';
import { Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { OverrideForm } from './schedule-form.ts';
import { escalationTexts } from './texts.ts';

const NEW: OverrideForm = { person: '', from: '', to: '' };
const MOST = 200;

interface OverridesFieldProps {
  overrides: readonly OverrideForm[];
  people: readonly Named[];
  onChange: (overrides: readonly OverrideForm[]) => void;
  problems: Problems;
}

/** Who has it instead, from when to when, whatever the layers say. */
export function OverridesField({ overrides, people, onChange, problems }: OverridesFieldProps) {
  const t = useTexts(escalationTexts);
  const f = useTexts(formWords);
  const set = (at: number, patch: Partial<OverrideForm>) =>
    onChange(overrides.map((each, i) => (i === at ? { ...each, ...patch } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-2">
      <legend className="pb-1 text-xs font-medium text-soft">{t('overrides')}</legend>
      {overrides.map((override, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its position
        <div key={i} className="flex w-full flex-col gap-1">
          <div className="flex w-full flex-wrap items-center gap-2">
            <Select
              label={t('overridePerson', { row: i + 1 })}
              value={override.person}
              onChange={(person) => set(i, { person })}
              options={[{ value: '', label: f('choose') }, ...people]}
            />
            {(['from', 'to'] as const).map((edge) => (
              <Input
                key={edge}
                type="datetime-local"
                aria-label={t(`override_${edge}`, { row: i + 1 })}
                aria-invalid={problems.at(`overrides.${i}.${edge}`) || undefined}
                className="!w-52"
                value={override[edge]}
                onChange={(event) => set(i, { [edge]: event.target.value })}
              />
            ))}
            <IconButton
              label={t('removeOverride', { row: i + 1 })}
              onClick={() => onChange(overrides.filter((_, other) => other !== i))}
            >
              <X className="size-4" aria-hidden />
            </IconButton>
          </div>
          {problems.at(`overrides.${i}`) && (
            <p role="alert" className="text-xs text-bad">
              {t('wrongOverride')}
            </p>
          )}
        </div>
      ))}
      <p className="text-xs text-muted">{t('overridesHint')}</p>
      <Button disabled={overrides.length >= MOST} onClick={() => onChange([...overrides, NEW])}>
        <Plus className="size-4 text-muted" aria-hidden />
        {t('addOverride')}
      </Button>
    </fieldset>
  );
}
