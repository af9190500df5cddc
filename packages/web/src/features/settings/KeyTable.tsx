import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';

interface AnyKey {
  id: string;
  name: string;
  lastUsedAt: string | null;
}

type Word = 'lastUsed' | 'unused' | 'revoke' | 'revokeTitle' | 'revokeHint';

interface KeyTableProps<Key extends AnyKey> {
  label: string;
  t: (word: Word, values?: { name: string }) => string;
  query: UseQueryResult<{ data: Key[] }>;
  /** What is told of a key beside its use. */
  columns: Column<Key>[];
  revoke: UseMutationResult<unknown, unknown, string>;
  /** In place of a table without rows. */
  none: ReactNode;
}

/** Keys of one kind, when each was used last, and how to revoke it. */
export function KeyTable<Key extends AnyKey>(props: KeyTableProps<Key>) {
  const { label, t, query, columns, revoke, none } = props;
  const [revoking, setRevoking] = useState<Key>();
  const all: Column<Key>[] = [
    ...columns,
    {
      id: 'used',
      header: t('lastUsed'),
      width: '7rem',
      wideOnly: true,
      cell: (key) =>
        key.lastUsedAt ? <When at={key.lastUsedAt} /> : <span className="text-muted">{t('unused')}</span>,
    },
    {
      id: 'revoke',
      header: <span className="sr-only">{t('revoke')}</span>,
      width: '5rem',
      align: 'right',
      cell: (key) => (
        <Button variant="quietDanger" className="-mr-2 h-7 px-2" onClick={() => setRevoking(key)}>
          {t('revoke')}
        </Button>
      ),
    },
  ];
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={3} />;
  const keys = query.data.data;
  return (
    <>
      {keys.length === 0 ? none : <Table label={label} columns={all} rows={keys} rowKey={(key) => key.id} />}
      <ConfirmDialog
        open={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('revokeTitle', { name: revoking?.name ?? '' })}
        action={t('revoke')}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking.id, { onSuccess: () => setRevoking(undefined) })}
      >
        {t('revokeHint')}
      </ConfirmDialog>
    </>
  );
}
