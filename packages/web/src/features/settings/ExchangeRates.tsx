import { type ExchangeRate, exchangeRateSchema } from '@pharos/core/api/prices';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { exchangeRatesQuery } from '../../api/display-currency.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { ErrorLine, PartError } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { priceTexts } from './price-texts.ts';
import { changes, useChange } from './settings-api.ts';

const NAMES = ['currency', 'from', 'usd'] as const;
const EMPTY: Record<(typeof NAMES)[number], string> = { currency: '', from: '', usd: '' };

/** What currencies are worth, for prices that are not in dollars. */
export function ExchangeRates({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(priceTexts);
  const rates = useQuery(exchangeRatesQuery(project));
  const set = useChange(project, changes.setExchangeRate, 'exchange-rates');
  const remove = useChange(project, changes.removeExchangeRate, 'exchange-rates');
  const [form, setForm] = useState(EMPTY);
  const parsed = exchangeRateSchema.safeParse({ ...form, currency: form.currency.trim().toUpperCase() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.success) set.mutate(parsed.data, { onSuccess: () => setForm(EMPTY) });
  };
  const columns: Column<ExchangeRate>[] = [
    { id: 'currency', header: t('priceCurrency'), width: '4.5rem', cell: ({ currency }) => currency },
    { id: 'from', header: t('priceFrom'), cell: ({ from }) => <span className="figures">{from}</span> },
    { id: 'usd', header: t('inDollars'), width: '7rem', align: 'right', cell: ({ usd }) => usd },
    {
      id: 'remove',
      header: <span className="sr-only">{t('removeRate')}</span>,
      width: '2.5rem',
      align: 'right',
      cell: (rate) =>
        may && (
          <IconButton
            label={`${t('removeRate')}: ${rate.currency} ${rate.from}`}
            className="size-7"
            onClick={() => remove.mutate(rate)}
          >
            <Trash2 className="size-3.5" aria-hidden />
          </IconButton>
        ),
    },
  ];
  return (
    <Section title={t('exchangeRates')} hint={t('exchangeRatesHint')}>
      {rates.isError && <PartError error={rates.error} onRetry={() => void rates.refetch()} />}
      {rates.data && rates.data.data.length > 0 && (
        <Table
          label={t('exchangeRates')}
          columns={columns}
          rows={rates.data.data}
          rowKey={({ currency, from }) => `${currency} ${from}`}
        />
      )}
      {may && (
        <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
          {NAMES.map((name) => (
            <Field key={name} label={t(LABELS[name])}>
              {(ids) => (
                <Input
                  {...ids}
                  {...INPUTS[name]}
                  value={form[name]}
                  onChange={(event) => setForm({ ...form, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Button type="submit" busy={set.isPending} disabled={!parsed.success}>
            {t('addRate')}
          </Button>
        </form>
      )}
      <ErrorLine error={set.error ?? remove.error} />
    </Section>
  );
}

const LABELS = { currency: 'priceCurrency', from: 'priceFrom', usd: 'inDollars' } as const;
const INPUTS = {
  currency: { maxLength: 3, placeholder: 'CNY', className: 'w-24 uppercase' },
  from: { type: 'date' },
  usd: { inputMode: 'decimal', placeholder: '0.14', className: 'figures w-28 text-right' },
} as const;
