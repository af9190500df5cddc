import type { FunnelUsers as Answer, FunnelInput } from '@pharos/core/api/funnels';
import { useQuery } from '@tanstack/react-query';
import { funnelUsersQuery } from '../../../api/behaviour.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { funnelsTexts } from './texts.ts';

interface FunnelUsersProps {
  request: FunnelInput & { step: number; outcome: 'dropped' | 'reached' };
}

/** Who came so far, each with a way to what they did. */
export function FunnelUsers({ request }: FunnelUsersProps) {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const project = useProject();
  const query = useQuery(funnelUsersQuery(project, request));
  const bySession = request.by === 'session';
  if (query.isError) return <PartError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={6} />;
  const { data, total } = query.data;
  if (data.length === 0) return <p className="py-3 text-sm text-muted">{t('nobody')}</p>;
  const columns: Column<Answer['data'][number]>[] = [
    {
      id: 'id',
      header: t(bySession ? 'oneSession' : 'oneUser'),
      cell: ({ id }) => <span title={id}>{id}</span>,
    },
    {
      id: 'last',
      header: t('lastStep'),
      width: '9rem',
      cell: ({ steps }) => <When at={steps.at(-1) ?? ''} />,
    },
  ];
  return (
    <Table
      label={t('who')}
      columns={columns}
      rows={data}
      rowKey={({ id }) => id}
      stale={query.isPlaceholderData}
      rowLink={({ id }) =>
        bySession
          ? { to: '/p/$project/sessions/$sessionId', params: { project, sessionId: id } }
          : { to: '/p/$project/users/$userId', params: { project, userId: id } }
      }
      footer={<span className="text-xs text-muted">{t('total', { count: format.count(total) })}</span>}
    />
  );
}
