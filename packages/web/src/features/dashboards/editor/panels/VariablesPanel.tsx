import { VARIABLE_NAME, type Variable } from '@pharos/core/dashboards/dashboard';
import { fieldNamed } from '@pharos/core/fields';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/Button.tsx';
import { useTexts } from '../../../../i18n/i18n.ts';
import { setVariables, shifted } from '../edits.ts';
import type { Editor } from '../use-editor.ts';
import { panelTexts } from './texts.ts';
import { VariableForm } from './VariableForm.tsx';

const MOST = 12;

/** Whether a variable can be stored beside the others. */
const isSound = (variable: Variable, all: readonly Variable[]): boolean =>
  VARIABLE_NAME.test(variable.name) &&
  all.filter(({ name }) => name === variable.name).length === 1 &&
  (variable.type !== 'field' || fieldNamed(variable.field ?? '') !== undefined);

function freshName(variables: readonly Variable[]): string {
  const taken = new Set(variables.map(({ name }) => name));
  for (let nth = 1; ; nth++) if (!taken.has(`variable${nth}`)) return `variable${nth}`;
}

/** The variables of a dashboard. Changes count once all of them can be stored. */
export function VariablesPanel({ editor: { document, change } }: { editor: Editor }) {
  const t = useTexts(panelTexts);
  const [waiting, setWaiting] = useState<{ base: readonly Variable[]; drafts: Variable[] }>();
  const drafts = waiting?.base === document.variables ? waiting.drafts : document.variables;
  const set = (next: Variable[], about?: string) => {
    const sound = next.every((variable) => isSound(variable, next));
    setWaiting(sound ? undefined : { base: document.variables, drafts: next });
    if (sound) change(setVariables(next), about);
  };
  return (
    <>
      {drafts.length === 0 && <p className="text-sm text-muted">{t('noVariables')}</p>}
      <div className="flex flex-col divide-y">
        {drafts.map((variable, nth) => (
          <VariableForm
            // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is being typed
            key={nth}
            variable={variable}
            sound={isSound(variable, drafts)}
            onChange={(next) =>
              set(
                drafts.map((each, index) => (index === nth ? next : each)),
                `variable ${nth}`,
              )
            }
            onRemove={() => set(drafts.filter((_, index) => index !== nth))}
            onUp={nth === 0 ? undefined : () => set(shifted(drafts, nth, -1))}
          />
        ))}
      </div>
      {drafts.length < MOST ? (
        <Button
          className="self-start"
          onClick={() => {
            const name = freshName(drafts);
            set([...drafts, { name, label: '', type: 'field', field: 'model', values: [] }]);
          }}
        >
          <Plus className="size-4 text-muted" aria-hidden />
          {t('addVariable')}
        </Button>
      ) : (
        <p className="text-xs text-muted">{t('fullVariables', { count: MOST })}</p>
      )}
    </>
  );
}
