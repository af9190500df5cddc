import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { keyNamesQuery } from '../../api/quotas.ts';
import { suggestQuery } from '../../api/telemetry.ts';
import { Field, Input } from '../../components/Input.tsx';
import { quotaWords } from '../../components/quotas/texts.ts';
import { Select } from '../../components/Select.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useStillRange } from '../../use-still-range.ts';
import { formTexts } from './form-texts.ts';
import { isNamed, type QuotaForm, SCOPE_TYPES } from './quota-form.ts';

export interface FormPartProps {
  form: QuotaForm;
  onChange: (patch: Partial<QuotaForm>) => void;
  wrong: true | undefined;
  onLeave: () => void;
}

/** Whose spending counts; names are offered as they were seen. */
export function ScopeField({ project, form, ...rest }: FormPartProps & { project: string }) {
  const t = useTexts(formTexts);
  const w = useTexts(quotaWords);
  const { scopeType } = form;
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <Field label={t('scope')} hint={t(`scopeHint_${scopeType}`)}>
        {(ids) => (
          <Select
            {...ids}
            value={scopeType}
            options={SCOPE_TYPES.map((value) => ({ value, label: w(`scope_${value}`) }))}
            onChange={(next) => rest.onChange({ scopeType: next, scopeValue: '' })}
          />
        )}
      </Field>
      {scopeType === 'apiKey' ? (
        <KeyValue project={project} form={form} {...rest} />
      ) : (
        isNamed(scopeType) && <NamedValue project={project} form={form} {...rest} />
      )}
    </div>
  );
}

function NamedValue({ project, form, onChange, wrong, onLeave }: FormPartProps & { project: string }) {
  const t = useTexts(formTexts);
  const id = useId();
  const range = useStillRange();
  const text = useDeferredValue(form.scopeValue.trim());
  const offered = useQuery(suggestQuery(project, form.scopeType, text, range)).data ?? [];
  return (
    <Field
      label={t(`value_${form.scopeType as 'user' | 'model' | 'agent' | 'tag'}`)}
      error={wrong && t('valueMissing')}
    >
      {(ids) => (
        <>
          <Input
            {...ids}
            list={id}
            value={form.scopeValue}
            maxLength={256}
            onBlur={onLeave}
            onChange={(event) => onChange({ scopeValue: event.target.value })}
          />
          <datalist id={id}>
            {offered
              .filter(({ value }) => value !== '')
              .map(({ value }) => (
                <option key={value} value={value} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function KeyValue({ project, form, onChange, wrong }: FormPartProps & { project: string }) {
  const t = useTexts(formTexts);
  const keys = useQuery(keyNamesQuery(project)).data?.data ?? [];
  const known = keys.some(({ id }) => id === form.scopeValue);
  return (
    <Field label={t('value_apiKey')} error={wrong && t('valueMissing')}>
      {(ids) => (
        <Select
          {...ids}
          value={form.scopeValue}
          options={[
            { value: '', label: t('chooseKey'), disabled: true },
            ...(known || form.scopeValue === '' ? [] : [{ value: form.scopeValue, label: form.scopeValue }]),
            ...keys.map(({ id, name, secretHint }) => ({ value: id, label: `${name} …${secretHint}` })),
          ]}
          onChange={(scopeValue) => onChange({ scopeValue })}
        />
      )}
    </Field>
  );
}
