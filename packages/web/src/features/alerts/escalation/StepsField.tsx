import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ChosenField } from '../../../components/form/ChosenField.tsx';
import type { Named } from '../../../components/form/named.ts';
import type { Problems } from '../../../components/form/problems.ts';
import { Field, Input } from '../../../components/Input.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { NEW_STEP, type StepForm } from './policy-form.ts';
import { escalationTexts } from './texts.ts';

const MOST = 10;

interface StepsFieldProps {
  steps: readonly StepForm[];
  /** The first step waits before it begins anew. */
  hasRounds: boolean;
  targets: readonly Named[];
  onChange: (steps: readonly StepForm[]) => void;
  problems: Problems;
}

/** Who is told first, and who next unless somebody took it on. */
export function StepsField({ steps, hasRounds, targets, onChange, problems }: StepsFieldProps) {
  const t = useTexts(escalationTexts);
  const set = (step: number, patch: Partial<StepForm>) =>
    onChange(steps.map((each, i) => (i === step ? { ...each, ...patch } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-3">
      <legend className="pb-1 text-xs font-medium text-soft">{t('steps')}</legend>
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its position
        <div key={i} className="flex w-full items-start gap-2 border-l-2 pl-3">
          <div className="flex min-w-0 flex-1 flex-col gap-2">
            {(i > 0 || hasRounds) && (
              <div className="w-56 max-w-full">
                <Field
                  label={t(i === 0 ? 'beforeRound' : 'unlessAcknowledged')}
                  error={problems.at(`steps.${i}.afterSeconds`) ? t('wrongDuration_week') : undefined}
                >
                  {(ids) => (
                    <Input
                      {...ids}
                      value={step.after}
                      onChange={(event) => set(i, { after: event.target.value })}
                    />
                  )}
                </Field>
              </div>
            )}
            <ChosenField
              label={t(i === 0 ? 'toldAtOnce' : 'toldThen')}
              all={targets}
              chosen={step.targets}
              onChange={(chosen) => set(i, { targets: chosen })}
              error={problems.at(`steps.${i}.targets`) ? t('wrongTargets') : undefined}
            />
          </div>
          <IconButton
            label={t('removeStep', { step: i + 1 })}
            disabled={steps.length === 1}
            onClick={() => onChange(steps.filter((_, other) => other !== i))}
          >
            <X className="size-4" aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button disabled={steps.length >= MOST} onClick={() => onChange([...steps, NEW_STEP])}>
        <Plus className="size-4 text-muted" aria-hidden />
        {t('addStep')}
      </Button>
    </fieldset>
  );
}
