import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { PartError } from '../../components/ErrorState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Table, type TableProps } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { usersTexts } from './texts.ts';

const SHOWN = 10;

interface LatestPanelProps<Row> extends Pick<TableProps<Row>, 'columns' | 'rowKey' | 'rowLink'> {
  title: string;
  query: UseInfiniteQueryResult<InfiniteData<{ data: Row[] }>>;
  /** Where all of them are. */
  all: LinkProps;
}

/** The first rows of a list of a user, with the way to all of it. */
export function LatestPanel<Row>({ title, query, all, ...table }: LatestPanelProps<Row>) {
  const t = useTexts(usersTexts);
  const rows = query.data?.pages[0]?.data ?? [];
  return (
    <Panel
      title={title}
      actions={
        <Link {...all} className="text-xs text-accent hover:underline">
          {t('all')}
        </Link>
      }
      className="shrink-0 border-t pt-3"
    >
      {query.isError ? (
        <PartError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={SHOWN} />
      ) : rows.length === 0 ? (
        <p className="py-3 text-muted">{t('none')}</p>
      ) : (
        <Table label={title} rows={rows.slice(0, SHOWN)} stale={query.isPlaceholderData} {...table} />
      )}
    </Panel>
  );
}
