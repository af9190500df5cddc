import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../components/Button.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { type BurnWindowForm, MOST_BURN_WINDOWS } from './burn-windows.ts';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';

const PARTS = [
  { field: 'long', path: 'longSeconds', wrong: 'wrongLong' },
  { field: 'short', path: 'shortSeconds', wrong: 'wrongShort' },
  { field: 'factor', path: 'factor', wrong: 'wrongFactor' },
] as const;

/** Over which windows, and how many times too fast, a budget must be spent. */
export function BurnWindows({ form, change, problems }: FormPart) {
  const t = useTexts(ruleFormTexts);
  const { windows } = form;
  const set = (at: number, patch: Partial<BurnWindowForm>) =>
    change({ windows: windows.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-3">
      <legend className="pb-1 text-xs font-medium text-soft">{t('windows')}</legend>
      {windows.map((each, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair of windows is its position
        <div key={i} className="flex w-full items-start gap-2 border-l-2 pl-3">
          <div className="grid min-w-0 flex-1 grid-cols-3 gap-3">
            {PARTS.map(({ field, path, wrong }) => (
              <Field
                key={field}
                label={t(field)}
                error={problems.at(`watch.condition.windows.${i}.${path}`) ? t(wrong) : undefined}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    maxLength={16}
                    value={each[field]}
                    onChange={(event) => set(i, { [field]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          <IconButton
            label={t('removeWindows', { number: i + 1 })}
            disabled={windows.length === 1}
            onClick={() => change({ windows: windows.filter((_, other) => other !== i) })}
          >
            <X className="size-4" aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        disabled={windows.length >= MOST_BURN_WINDOWS}
        onClick={() => change({ windows: [...windows, { long: '', short: '', factor: '' }] })}
      >
        <Plus className="size-4 text-muted" aria-hidden />
        {t('addWindows')}
      </Button>
    </fieldset>
  );
}
