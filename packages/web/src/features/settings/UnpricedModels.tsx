import type { ModelPrice } from '@pharos/core/api/prices';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useQuestion } from '../../api/question.ts';
import { Button } from '../../components/Button.tsx';
import { PartError } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useNow } from '../../use-time-range.ts';
import { priceTexts } from './price-texts.ts';
import { type Unpriced, unpricedOf } from './unpriced.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Models that are told apart. */
const MOST = 200;

interface UnpricedModelsProps {
  project: string;
  /** Absent for whoever may not. */
  onSetPrice: ((price: Partial<ModelPrice>) => void) | undefined;
}

/** Models that were called and have no price, so that their cost is missing everywhere. Nothing when there are none. */
export function UnpricedModels({ project, onSetPrice }: UnpricedModelsProps) {
  const t = useTexts(priceTexts);
  const format = useFormat();
  const toMs = useNow(HOUR_MS) + HOUR_MS;
  const range = { from: new Date(toMs - DAYS * DAY_MS).toISOString(), to: new Date(toMs).toISOString() };
  const answer = useQuestion(project, {
    ...range,
    metrics: ['unpricedCalls', 'tokens', 'modelCalls'],
    dimensions: ['model', 'provider'],
    limit: MOST,
  });
  const rows = useMemo(() => (answer.data ? unpricedOf(answer.data) : []), [answer.data]);
  if (answer.isError) return <PartError error={answer.error} onRetry={() => void answer.refetch()} />;
  if (rows.length === 0) return null;
  const columns: Column<Unpriced>[] = [
    {
      id: 'model',
      header: t('model'),
      cell: ({ model, provider }) => (
        <Link
          to="/p/$project/traces"
          params={{ project }}
          search={{ ...range, filter: `model:${JSON.stringify(model)} pricing:unpriced` }}
          className="font-mono text-xs hover:underline"
          title={provider === '' ? model : `${provider} · ${model}`}
        >
          {model || t('unnamedModel')}
        </Link>
      ),
    },
    {
      id: 'provider',
      header: t('provider'),
      width: '8rem',
      wideOnly: true,
      cell: ({ provider }) => provider || <Absent />,
    },
    {
      id: 'calls',
      header: t('unpricedCalls'),
      width: '8rem',
      align: 'right',
      cell: ({ calls, of }) => (
        <span title={t('ofCalls', { count: of })}>{format.figure(calls, 'number').value}</span>
      ),
    },
    {
      id: 'set',
      header: <span className="sr-only">{t('setPrice')}</span>,
      width: '7.5rem',
      align: 'right',
      cell: ({ model, provider }) =>
        onSetPrice &&
        model !== '' && (
          <Button onClick={() => onSetPrice({ model, provider })} aria-label={`${t('setPrice')}: ${model}`}>
            {t('setPrice')}
          </Button>
        ),
    },
  ];
  return (
    <Section title={t('unpriced')} hint={t('unpricedHint')}>
      <Table
        label={t('unpriced')}
        columns={columns}
        rows={rows}
        rowKey={({ model, provider }) => JSON.stringify([model, provider])}
      />
    </Section>
  );
}
