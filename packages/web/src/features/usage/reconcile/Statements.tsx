import type { Statement } from '@pharos/core/api/reconcile';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, Money, Tokens, When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { statementsQuery } from './reconcile-api.ts';
import { reconcileTexts } from './texts.ts';
import { useReconcile } from './use-reconcile.ts';

/** The statements of a project, the latest import first, and the way to import another. */
export function Statements() {
  const t = useTexts(reconcileTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const { open } = useReconcile();
  const statements = useQuery(statementsQuery(project));
  const [isImporting, setImporting] = useState(false);
  const rows = statements.data?.data;
  const button = may && (
    <Button variant="primary" onClick={() => setImporting(true)}>
      {t('import')}
    </Button>
  );
  const columns: Column<Statement>[] = [
    { id: 'name', header: t('statement'), cell: ({ name }) => <span title={name}>{name}</span> },
    { id: 'provider', header: t('provider'), width: '7rem', cell: ({ provider }) => provider || <Absent /> },
    {
      id: 'days',
      header: t('days'),
      width: '12rem',
      wideOnly: true,
      cell: ({ from, to }) => <span className="figures">{from === to ? from : `${from} – ${to}`}</span>,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: ({ tokens }) => <Tokens count={tokens} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '8rem',
      align: 'right',
      cell: ({ costs, to }) =>
        costs.length === 0 ? (
          <Absent />
        ) : (
          costs.map(({ cost, currency }) => (
            <span key={currency} className="block">
              <Money amount={cost} currency={currency} at={to} />
            </span>
          ))
        ),
    },
    {
      id: 'createdAt',
      header: t('imported'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ createdAt, createdBy }) => (
        <span title={createdBy}>
          <When at={createdAt} />
        </span>
      ),
    },
  ];
  return (
    <section className="flex flex-col gap-3">
      <div className="flex items-start gap-x-4 gap-y-2 max-sm:flex-col">
        <p className="max-w-2xl min-w-0 text-sm text-muted">{t('intro')}</p>
        {rows && rows.length > 0 && <span className="sm:ml-auto">{button}</span>}
      </div>
      {rows ? (
        rows.length > 0 ? (
          <Table
            label={t('statements')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            rowLink={({ id }) => ({
              to: '/p/$project/usage/reconcile',
              params: { project },
              search: (before: object) => ({ ...before, statement: id }),
            })}
          />
        ) : (
          <EmptyState title={t('empty')} action={button}>
            {t(may ? 'emptyHint' : 'emptyViewer')}
          </EmptyState>
        )
      ) : statements.isError ? (
        <ErrorState error={statements.error} onRetry={() => void statements.refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
      {isImporting && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onImported={(id) => {
            setImporting(false);
            open(id);
          }}
        />
      )}
    </section>
  );
}
