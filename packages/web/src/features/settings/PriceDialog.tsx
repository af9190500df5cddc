import { type ModelPrice, priceSchema } from '@pharos/core/api/accounts';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { settings } from './messages.ts';
import { changes, useChange } from './settings-api.ts';

const BUCKETS = ['input', 'cachedRead', 'cacheWrite', 'output'] as const;
type Form = Record<'model' | 'provider' | (typeof BUCKETS)[number], string>;

interface PriceDialogProps {
  project: string;
  /** The price in force, or nothing of it for a model that has none. */
  price: Partial<ModelPrice>;
  onClose: () => void;
}

/** Sets or takes back the project's own price of a model. */
export function PriceDialog({ project, price, onClose }: PriceDialogProps) {
  const t = useTexts(settings);
  const c = useTexts(common);
  const known = price.model !== undefined;
  const [form, setForm] = useState<Form>({
    model: price.model ?? '',
    provider: price.provider ?? '',
    input: price.input ?? '',
    cachedRead: price.cachedRead ?? '',
    cacheWrite: price.cacheWrite ?? '',
    output: price.output ?? '',
  });
  const set = useChange(project, changes.setPrice, 'prices');
  const reset = useChange(project, changes.resetPrice, 'prices');
  const filled = Object.fromEntries(
    Object.entries(form)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );
  const parsed = priceSchema.safeParse(filled);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0])));
  const field = (name: keyof Form) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  const submit = () => {
    if (parsed.success) set.mutate(parsed.data, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={known ? t('editPrice', { model: form.model }) : t('newPrice')}
      description={t('editPriceHint')}
      actions={
        <>
          {price.source === 'project' && (
            <Button
              className="mr-auto"
              busy={reset.isPending}
              onClick={() =>
                reset.mutate({ model: form.model, provider: form.provider }, { onSuccess: onClose })
              }
            >
              {t('resetPrice')}
            </Button>
          )}
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={set.isPending} disabled={!parsed.success} onClick={submit}>
            {c('save')}
          </Button>
        </>
      }
    >
      <form
        className="grid grid-cols-2 gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!known && (
          <>
            <Field label={t('model')}>
              {(ids) => <Input {...ids} {...field('model')} maxLength={200} />}
            </Field>
            <Field label={t('provider')} hint={t('providerHint')}>
              {(ids) => <Input {...ids} {...field('provider')} maxLength={80} />}
            </Field>
          </>
        )}
        {BUCKETS.map((bucket) => (
          <Field key={bucket} label={t(bucket)} error={wrong.has(bucket) ? t('priceInvalid') : undefined}>
            {(ids) => (
              <Input {...ids} {...field(bucket)} inputMode="decimal" className="figures text-right" />
            )}
          </Field>
        ))}
      </form>
      <ErrorLine error={set.error ?? reset.error} />
    </Dialog>
  );
}
