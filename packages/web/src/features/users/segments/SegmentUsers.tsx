import type { SegmentUser } from '@pharos/core/api/behaviour';
import type { Segment } from '@pharos/core/behaviour/segments';
import { useInfiniteQuery } from '@tanstack/react-query';
import { segmentUsersQuery } from '../../../api/behaviour.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Tokens, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useZone } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { segmentsTexts } from './texts.ts';

/** The users of a group, those seen last first. */
export function SegmentUsers({ segment }: { segment: Segment }) {
  const t = useTexts(segmentsTexts);
  const format = useFormat();
  const project = useProject();
  const query = useInfiniteQuery(segmentUsersQuery(project, segment, useZone()));
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const title = t('listTitle', { segment: t(segment) });
  const days = (id: 'activeDays' | 'recentDays', wideOnly = false): Column<SegmentUser> => ({
    ...{ id, header: t(id), width: '7rem', align: 'right', wideOnly },
    cell: (row) => <Tokens count={row[id]} />,
  });
  const columns: Column<SegmentUser>[] = [
    { id: 'user', header: t('user'), cell: ({ userId }) => <span title={userId}>{userId}</span> },
    { id: 'lastSeen', header: t('lastSeen'), width: '8rem', cell: (row) => <When at={row.lastSeen} /> },
    {
      id: 'firstSeen',
      header: t('firstSeen'),
      width: '8rem',
      wideOnly: true,
      cell: (row) => <When at={row.firstSeen} />,
    },
    days('activeDays'),
    days('recentDays', true),
  ];
  return (
    <Panel title={title} className="border-t pt-3">
      {query.isError ? (
        <PartError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={8} />
      ) : rows.length === 0 ? (
        <p className="py-3 text-sm text-muted">{t('none')}</p>
      ) : (
        <Table
          label={title}
          columns={columns}
          rows={rows}
          rowKey={({ userId }) => userId}
          rowLink={({ userId }) => ({ to: '/p/$project/users/$userId', params: { project, userId } })}
          footer={
            query.hasNextPage ? (
              <LoadMore query={query} />
            ) : (
              <span className="text-xs text-muted">{t('end', { count: format.count(rows.length) })}</span>
            )
          }
        />
      )}
    </Panel>
  );
}
