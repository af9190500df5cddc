import { type MappingInput, mappingSchema } from '@pharos/core/api/reconcile';
import { type FormEvent, useState } from 'react';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { guessMapping } from './import-files.ts';
import { reconcileTexts } from './texts.ts';

const PARTS = [
  'day',
  'model',
  'requests',
  'input',
  'cachedRead',
  'cacheWrite',
  'output',
  'cost',
  'currency',
] as const;

interface MappingFormProps {
  id: string;
  columns: readonly string[];
  onMapping: (mapping: MappingInput) => void;
}

/** Which column is what, for files of no known form. */
export function MappingForm({ id, columns, onMapping }: MappingFormProps) {
  const t = useTexts(reconcileTexts);
  const [parts, setParts] = useState(() => guessMapping(columns));
  const [more, setMore] = useState({ provider: '', zone: '', currencyIs: 'USD', dayForm: 'date' });
  const [holds, setHolds] = useState(false);
  const [error, setError] = useState<string>();
  const options = [{ value: '', label: '–' }, ...columns.map((name) => ({ value: name, label: name }))];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const filled = Object.fromEntries(Object.entries(parts).filter(([, column]) => column !== ''));
    const { zone, ...rest } = more;
    const mapping = mappingSchema.safeParse({
      ...{ ...filled, ...rest, inputHoldsCached: holds },
      ...(zone.trim() && { zone: zone.trim() }),
    });
    setError(mapping.success ? undefined : t(parts.day ? 'mappingWrong' : 'mappingDay'));
    if (mapping.success) onMapping(mapping.data);
  };
  const text = (name: 'provider' | 'zone' | 'currencyIs', placeholder: string) => (
    <Field label={t(`map_${name}`)} key={name}>
      {(ids) => (
        <Input
          {...ids}
          value={more[name]}
          placeholder={placeholder}
          onChange={(event) => setMore({ ...more, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-sm text-muted">{t('mappingHint')}</p>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
        {PARTS.map((part) => (
          <Field key={part} label={t(`map_${part}`)}>
            {({ id: control }) => (
              <Select
                id={control}
                className="w-full"
                value={parts[part] ?? ''}
                options={options}
                onChange={(column) => setParts({ ...parts, [part]: column })}
              />
            )}
          </Field>
        ))}
        {text('provider', 'openai')}
        {text('zone', 'Asia/Shanghai')}
        {!parts.currency && text('currencyIs', 'USD')}
        <Field label={t('map_dayForm')}>
          {({ id: control }) => (
            <Select
              id={control}
              className="w-full"
              value={more.dayForm}
              options={[
                { value: 'date', label: '2026-05-31' },
                { value: 'dmy', label: '31.05.2026' },
                { value: 'mdy', label: '05/31/2026' },
              ]}
              onChange={(dayForm) => setMore({ ...more, dayForm })}
            />
          )}
        </Field>
      </div>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={holds}
          onChange={(event) => setHolds(event.target.checked)}
        />
        {t('inputHolds')}
      </label>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </form>
  );
}
