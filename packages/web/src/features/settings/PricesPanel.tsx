import type { ModelPrice } from '@pharos/core/api/prices';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { z } from 'zod';
import { useRole } from '../../api/me.ts';
import { pricesQuery } from '../../api/prices.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Input } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent } from '../../components/values.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { DisplayCurrency } from './DisplayCurrency.tsx';
import { ExchangeRates } from './ExchangeRates.tsx';
import { PriceDialog } from './PriceDialog.tsx';
import { baseOf, hasTiers } from './price-form.ts';
import { priceTexts } from './price-texts.ts';
import { RepriceSection } from './RepriceSection.tsx';
import { UnpricedModels } from './UnpricedModels.tsx';

const PAGE = 60;
const priceSearch = z.object({
  model: z.string().default('').catch(''),
  own: z.enum(['', '1']).default('').catch(''),
});

/** Models whose name or provider holds every word. */
export function matchingPrices(prices: readonly ModelPrice[], query: string, own: boolean): ModelPrice[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return prices.filter(
    (price) =>
      (!own || price.source === 'project') &&
      words.every((word) =>
        `${price.model} ${price.provider} ${price.region ?? ''}`.toLowerCase().includes(word),
      ),
  );
}

const keyOf = ({ id, source, from = '' }: ModelPrice): string =>
  source === 'project' ? `${id}@${from}` : id;

/** At least two decimals, so that points stand below each other. */
const padded = (decimal: string): string => {
  const [whole, fraction = ''] = decimal.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
};

/** What models cost: the catalogue, and the project's own prices over it. */
export function PricesPanel() {
  const t = useTexts(priceTexts);
  const c = useTexts(common);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const prices = useQuery(pricesQuery(project));
  const [{ model: query, own }, setSearch] = useUrlState(priceSearch);
  const [limit, setLimit] = useState(PAGE);
  const [editing, setEditing] = useState<Partial<ModelPrice>>();
  const wanted = useDeferredValue(query);
  const all = prices.data?.data;
  const found = useMemo(() => matchingPrices(all ?? [], wanted, own === '1'), [all, wanted, own]);

  const price = (
    name: 'input' | 'cachedRead' | 'cacheWrite' | 'output',
    wideOnly = false,
  ): Column<ModelPrice> => ({
    id: name,
    header: t(name),
    width: '5.5rem',
    align: 'right',
    wideOnly,
    cell: (row) => {
      const rate = baseOf(row[name]);
      return rate === undefined ? <Absent /> : padded(rate);
    },
  });
  const columns: Column<ModelPrice>[] = [
    {
      id: 'model',
      header: t('model'),
      cell: (row) => (
        <span className="font-mono text-xs" title={row.model}>
          {row.model}
        </span>
      ),
    },
    {
      id: 'provider',
      header: t('provider'),
      width: '8rem',
      wideOnly: true,
      cell: (row) => row.provider || <Absent />,
    },
    price('input'),
    price('cachedRead', true),
    price('cacheWrite', true),
    price('output'),
    {
      id: 'source',
      header: t('source'),
      width: '8rem',
      wideOnly: true,
      cell: (row) => (
        <span className="flex gap-1">
          {row.source === 'project' ? (
            <Badge tone="accent">{t('source_project')}</Badge>
          ) : (
            <span className="text-muted">{t('source_catalogue')}</span>
          )}
          {row.currency !== 'USD' && <Badge>{row.currency}</Badge>}
          {row.region && <Badge title={t('priceRegion')}>{row.region}</Badge>}
          {row.source === 'project' && row.from && <Badge title={t('priceFrom')}>{row.from}</Badge>}
          {hasTiers(row) && <Badge title={t('tieredHint')}>{t('tiered')}</Badge>}
        </span>
      ),
    },
    {
      id: 'edit',
      header: <span className="sr-only">{t('newPrice')}</span>,
      width: '2.5rem',
      align: 'right',
      cell: (row) =>
        may && (
          <IconButton
            label={t('editPrice', { model: row.model })}
            className="size-7"
            onClick={() => setEditing(row)}
          >
            <Pencil className="size-3.5" aria-hidden />
          </IconButton>
        ),
    },
  ];

  return (
    <>
      <UnpricedModels project={project} onSetPrice={may ? setEditing : undefined} />
      <RepriceSection project={project} may={may} />
      <Section
        title={t('title')}
        hint={t('pricesHint')}
        action={
          may && (
            <Button variant="primary" onClick={() => setEditing({})}>
              {t('newPrice')}
            </Button>
          )
        }
      >
        <div className="flex flex-wrap items-center gap-3">
          <Input
            type="search"
            aria-label={t('pricesSearch')}
            placeholder={t('pricesSearch')}
            className="max-w-72"
            value={query}
            onChange={(event) => setSearch({ model: event.target.value }, { replace: true })}
          />
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={own === '1'}
              onChange={(event) => setSearch({ own: event.target.checked ? '1' : '' }, { replace: true })}
            />
            {t('onlyOwn')}
          </label>
          {all && (
            <span className="figures ml-auto text-xs text-muted">
              {t('shown', { shown: Math.min(limit, found.length), count: all.length })}
            </span>
          )}
        </div>
        {all ? (
          found.length === 0 ? (
            <EmptyState title={t('pricesNone', { query })} />
          ) : (
            <Table
              label={t('title')}
              columns={columns}
              rows={found.slice(0, limit)}
              rowKey={keyOf}
              footer={
                found.length > limit && (
                  <Button onClick={() => setLimit(limit + PAGE)}>{c('loadMore')}</Button>
                )
              }
            />
          )
        ) : prices.isError ? (
          <ErrorState error={prices.error} onRetry={() => void prices.refetch()} />
        ) : (
          <SkeletonRows />
        )}
        {editing && (
          <PriceDialog
            key={`${editing.id} ${editing.model}`}
            project={project}
            price={editing}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Section>
      <DisplayCurrency project={project} />
      <ExchangeRates project={project} may={may} />
    </>
  );
}
