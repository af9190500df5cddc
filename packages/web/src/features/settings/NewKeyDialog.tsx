import { KEY_SCOPES, type KeyScope } from '@pharos/core/api/accounts';
import { KEY_FORM_NAMES, KEY_FORMS, type KeyForm } from '@pharos/core/key-forms';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Input.tsx';
import { Select } from '../../components/Select.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { KeyDialog } from './KeyDialog.tsx';
import { settings } from './messages.ts';
import { changes, useChange } from './settings-api.ts';

const DAY_MS = 86_400_000;
const EXPIRIES = ['none', '30', '90', '365'] as const;

interface NewKeyDialogProps {
  project: string;
  open: boolean;
  onClose: () => void;
}

/** Makes a key pair, then shows its secret this one time. */
export function NewKeyDialog({ project, open, onClose }: NewKeyDialogProps) {
  const t = useTexts(settings);
  const create = useChange(project, changes.createKey, 'keys');
  const close = () => {
    onClose();
    create.reset();
  };
  const made = create.data;
  if (!made) {
    return (
      <NewKeyForm
        open={open}
        onClose={close}
        busy={create.isPending}
        error={create.error}
        onCreate={(key) => create.mutate(key)}
      />
    );
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('keyCreated')}
      description={t('keyCreatedHint')}
      actions={
        <Button variant="primary" onClick={close}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-col gap-1">
          <span className="text-xs text-muted">{t('publicKey')}</span>
          <CodeBlock code={made.publicKey} label={t('publicKey')} />
        </div>
        <div className="flex flex-col gap-1">
          <span className="text-xs text-muted">{t('secretKey')}</span>
          <CodeBlock code={made.secretKey} label={t('secretKey')} />
        </div>
      </div>
    </Dialog>
  );
}

interface NewKeyFormProps {
  open: boolean;
  onClose: () => void;
  busy: boolean;
  error: unknown;
  onCreate: (key: { name: string; scopes: KeyScope[]; form: KeyForm; expiresAt?: string }) => void;
}

function NewKeyForm({ open, onClose, busy, error, onCreate }: NewKeyFormProps) {
  const t = useTexts(settings);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<KeyScope[]>(['ingest']);
  const [form, setForm] = useState<KeyForm>('pharos');
  const [expiry, setExpiry] = useState<(typeof EXPIRIES)[number]>('none');
  const ready = name.trim() !== '' && scopes.length > 0;
  const submit = () => {
    if (!ready || busy) return;
    const expiresAt =
      expiry === 'none' ? {} : { expiresAt: new Date(Date.now() + Number(expiry) * DAY_MS).toISOString() };
    onCreate({ name: name.trim(), scopes, form, ...expiresAt });
  };
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title={t('newKey')}
      action={t('createKey')}
      name={{ label: t('name'), placeholder: t('keyNamePlaceholder'), value: name, set: setName }}
      ready={ready}
      busy={busy}
      error={error}
      onSubmit={submit}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1 text-xs font-medium text-soft">{t('scopes')}</legend>
        {KEY_SCOPES.map((scope) => (
          <label key={scope} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                )
              }
            />
            {t(`scope_${scope}`)}
            <span className="text-xs text-muted">{t(`scopeHint_${scope}`)}</span>
          </label>
        ))}
        {scopes.length === 0 && <p className="text-xs text-bad">{t('scopesMissing')}</p>}
      </fieldset>
      <Field label={t('expires')}>
        {(ids) => (
          <Select
            {...ids}
            value={expiry}
            options={EXPIRIES.map((value) => ({ value, label: t(`expiry_${value}`) }))}
            onChange={setExpiry}
          />
        )}
      </Field>
      <Field label={t('keyForm')} hint={t('keyFormHint')}>
        {(ids) => (
          <Select
            {...ids}
            value={form}
            options={KEY_FORM_NAMES.map((value) => ({ value, label: `${KEY_FORMS[value].secretPrefix}…` }))}
            onChange={setForm}
          />
        )}
      </Field>
    </KeyDialog>
  );
}
