import type { Variable } from '@pharos/core/dashboards/dashboard';
import { FIELDS } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { ArrowUp, Trash2 } from 'lucide-react';
import { IconButton } from '../../../../components/Button.tsx';
import { useFieldName } from '../../../../components/filter-bar/field-name.ts';
import { filterTexts } from '../../../../components/filter-bar/texts.ts';
import { Field, Input } from '../../../../components/Input.tsx';
import { Select } from '../../../../components/Select.tsx';
import { useTexts } from '../../../../i18n/i18n.ts';
import { FieldValues } from '../../variables/FieldValues.tsx';
import { ProjectValue } from '../../variables/ProjectValue.tsx';
import { TextValue } from '../../variables/TextValue.tsx';
import { LocalTextField } from './LocalTextField.tsx';
import { panelTexts } from './texts.ts';

const TYPES = ['field', 'text', 'project'] as const;
const CONTROLS = { field: FieldValues, text: TextValue, project: ProjectValue } as const;
/** Stands for a field with a key of its own. */
const KEYED = 'attr.';
const CHOSEN_FROM = FIELDS.filter((field) => field.level === 'span' && !isNumeric(field));

interface VariableFormProps {
  variable: Variable;
  /** It can be stored as it is. */
  sound: boolean;
  onChange: (variable: Variable) => void;
  onRemove: () => void;
  onUp: (() => void) | undefined;
}

/** One variable: what it is called, what it takes its values from, and those it opens with. */
export function VariableForm({ variable, sound, onChange, onRemove, onUp }: VariableFormProps) {
  const t = useTexts(panelTexts);
  const { name, label, type, values } = variable;
  const Control = CONTROLS[type];
  const set = (part: Partial<Variable>) => onChange({ ...variable, ...part });
  return (
    <fieldset className="flex flex-col gap-2.5 py-4 first:pt-0" aria-label={t('variable', { name })}>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label={t('variableName')}
            hint={t('variableNameHint', { written: `$${name}` })}
            error={sound ? undefined : t('variableNameBad')}
          >
            {(ids) => (
              <Input
                {...ids}
                value={name}
                maxLength={32}
                spellCheck={false}
                autoComplete="off"
                className="font-mono"
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="flex pt-5">
          <IconButton label={t('moveUp')} disabled={!onUp} onClick={onUp}>
            <ArrowUp className="size-4" aria-hidden />
          </IconButton>
          <IconButton label={t('remove')} variant="quietDanger" onClick={onRemove}>
            <Trash2 className="size-4" aria-hidden />
          </IconButton>
        </div>
      </div>
      <LocalTextField label={t('variableLabel')} value={label} onChange={(next) => set({ label: next })} />
      <Field label={t('variableType')}>
        {(ids) => (
          <Select
            {...ids}
            value={type}
            options={TYPES.map((value) => ({ value, label: t(`type_${value}`) }))}
            onChange={(next) =>
              set({ type: next, field: next === 'field' ? 'model' : undefined, values: [] })
            }
          />
        )}
      </Field>
      {type === 'field' && (
        <FieldChoice field={variable.field ?? ''} onChange={(field) => set({ field, values: [] })} />
      )}
      <Control
        variable={variable}
        label={t('variableValues')}
        values={values}
        onChange={(next) => set({ values: [...next] })}
      />
    </fieldset>
  );
}

/** A field by its name, or an attribute by its key. */
function FieldChoice({ field, onChange }: { field: string; onChange: (field: string) => void }) {
  const t = useTexts(panelTexts);
  const f = useTexts(filterTexts);
  const fieldName = useFieldName();
  const keyed = field.startsWith(KEYED);
  return (
    <Field label={t('variableField')}>
      {(ids) => (
        <>
          <Select
            {...ids}
            value={keyed ? KEYED : field}
            options={[
              ...CHOSEN_FROM.map(({ name }) => ({ value: name, label: fieldName(name) })),
              { value: KEYED, label: f('attr') },
            ]}
            onChange={onChange}
          />
          {keyed && (
            <Input
              aria-label={f('attr')}
              value={field.slice(KEYED.length)}
              placeholder="http.route"
              maxLength={200}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => onChange(KEYED + event.target.value)}
            />
          )}
        </>
      )}
    </Field>
  );
}
