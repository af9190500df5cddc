import { Field, Input } from '../../../components/Input.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { ExportForm } from './export-form.ts';
import { exportTexts } from './export-texts.ts';

interface TargetFieldsProps {
  form: ExportForm;
  disk: boolean;
  wrong: ReadonlySet<string>;
  onChange: (changed: Partial<ExportForm>) => void;
}

const FIELDS = {
  disk: [{ name: 'directory', hint: 'directoryHint', placeholder: 'archive' }],
  s3: [
    { name: 'endpoint', placeholder: 'https://s3.eu-central-1.amazonaws.com' },
    { name: 'region', placeholder: 'eu-central-1' },
    { name: 'bucket', placeholder: 'archive' },
    { name: 'prefix', placeholder: 'pharos' },
    { name: 'accessKeyId', placeholder: 'AKIA…' },
    { name: 'secretAccessKey', hint: 'secretHint', placeholder: '' },
  ],
} as const;

/** Where files go: a folder of this server, or a bucket. */
export function TargetFields({ form, disk, wrong, onChange }: TargetFieldsProps) {
  const t = useTexts(exportTexts);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-1 text-xs font-medium text-soft">{t('target')}</legend>
      {disk ? (
        <div>
          <Segmented
            label={t('target')}
            value={form.to}
            onChange={(to) => onChange({ to })}
            options={(['disk', 's3'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </div>
      ) : (
        <p className="text-xs text-muted">{t('noDisk')}</p>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {FIELDS[form.to].map((field) => (
          <Field
            key={field.name}
            label={t(field.name)}
            hint={'hint' in field ? t(field.hint) : undefined}
            error={form[field.name] !== '' && wrong.has(field.name) ? t('wrong') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                value={form[field.name]}
                placeholder={field.placeholder}
                type={field.name === 'secretAccessKey' ? 'password' : 'text'}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => onChange({ [field.name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
