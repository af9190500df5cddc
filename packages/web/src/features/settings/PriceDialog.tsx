import type { ModelPrice } from '@pharos/core/api/prices';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { formOf, hasTiers, type PriceForm, parseForm, RARE, USUAL } from './price-form.ts';
import { priceTexts } from './price-texts.ts';
import { changes, useChange } from './settings-api.ts';

interface PriceDialogProps {
  project: string;
  /** The price in force, or nothing of it for a model that has none. */
  price: Partial<ModelPrice>;
  onClose: () => void;
}

/** Sets or takes back the project's own price of a model. */
export function PriceDialog({ project, price, onClose }: PriceDialogProps) {
  const t = useTexts(priceTexts);
  const c = useTexts(common);
  const known = price.model !== undefined;
  const [form, setForm] = useState(() => formOf(price));
  const set = useChange(project, changes.setPrice, 'prices');
  const reset = useChange(project, changes.resetPrice, 'prices');
  const parsed = parseForm(form, price);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0])));
  const field = (name: keyof PriceForm) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  const rateField = (unit: (typeof USUAL)[number] | (typeof RARE)[number]) => (
    <Field key={unit} label={t(unit)} error={wrong.has(unit) ? t('priceInvalid') : undefined}>
      {(ids) => <Input {...ids} {...field(unit)} inputMode="decimal" className="figures text-right" />}
    </Field>
  );
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
                reset.mutate(
                  {
                    ...{ model: form.model, provider: form.provider },
                    ...{ region: price.region ?? '', from: price.from ?? '' },
                  },
                  { onSuccess: onClose },
                )
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
        <Field label={t('priceCurrency')} error={wrong.has('currency') ? t('currencyInvalid') : undefined}>
          {(ids) => <Input {...ids} {...field('currency')} maxLength={3} className="uppercase" />}
        </Field>
        <Field label={t('priceFrom')} hint={t('priceFromHint')}>
          {(ids) => <Input {...ids} {...field('from')} type="date" />}
        </Field>
        <div className="col-span-2">
          <Field
            label={t('priceRegion')}
            hint={t('priceRegionHint')}
            error={wrong.has('region') ? t('regionInvalid') : undefined}
          >
            {(ids) => <Input {...ids} {...field('region')} maxLength={32} />}
          </Field>
        </div>
        {USUAL.map((unit) => rateField(unit))}
        <details className="col-span-2" open={RARE.some((unit) => form[unit] !== '')}>
          <summary className="cursor-default text-sm text-soft">{t('moreRates')}</summary>
          <div className="mt-3 grid grid-cols-2 gap-3">{RARE.map((unit) => rateField(unit))}</div>
        </details>
      </form>
      {hasTiers(price) && <p className="text-xs text-muted">{t('tiersKept')}</p>}
      <ErrorLine error={set.error ?? reset.error} />
    </Dialog>
  );
}
