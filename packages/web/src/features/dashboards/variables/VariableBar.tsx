import type { Variable } from '@pharos/core/dashboards/dashboard';
import { chosenValues } from '@pharos/core/dashboards/widget-question';
import { readIn } from '@pharos/core/local-text';
import { useId } from 'react';
import { Button } from '../../../components/Button.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { dashboardTexts } from '../texts.ts';
import { FieldValues } from './FieldValues.tsx';
import { ProjectValue } from './ProjectValue.tsx';
import { TextValue } from './TextValue.tsx';
import type { VariableValues } from './use-values.ts';

/** How the value of each type of variable is chosen. */
const CONTROLS = { field: FieldValues, text: TextValue, project: ProjectValue } as const;

export interface VariableControlProps {
  variable: Variable;
  label: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

/** The variables of a dashboard: what is chosen of each is in the address, and filters everything below. */
export function VariableBar({ variables, values, set, reset, changed }: VariableValues) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  if (variables.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={t('variables')} className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      {variables.map((variable) => {
        const Control = CONTROLS[variable.type];
        return (
          <Control
            key={variable.name}
            variable={variable}
            label={readIn(variable.label, language) || variable.name}
            values={chosenValues({ values }, variable)}
            onChange={(next) => set(variable, next)}
          />
        );
      })}
      {changed && (
        <Button variant="quiet" onClick={reset} className="no-print !h-7 !px-2">
          {t('resetVariables')}
        </Button>
      )}
    </div>
  );
}

/** The same, settled: what a link shows cannot be chosen anew. */
export function SettledVariables({ variables }: { variables: readonly Variable[] }) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const id = useId();
  const shown = variables.filter(({ type, values }) => type !== 'project' && values.length > 0);
  if (shown.length === 0) return null;
  return (
    <dl aria-label={t('variables')} id={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {shown.map(({ name, label, values }) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="text-muted">{readIn(label, language) || name}</dt>
          <dd className="min-w-0 truncate font-medium">{values.join(', ')}</dd>
        </div>
      ))}
    </dl>
  );
}
