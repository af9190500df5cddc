import type { SpanSkeleton } from '@pharos/core/api/spans';
import { useQuery } from '@tanstack/react-query';
import { slowestQuery } from '../../api/performance.ts';
import { KindIcon } from '../../components/KindIcon.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { shortName } from '../../components/span-name.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent, Duration, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useStillRange } from '../../use-still-range.ts';
import { slowestTexts } from './slowest-texts.ts';

const MOST = 10;
const ROW = 33;

/** The steps that took longest, each opening its place in its trace. */
export function Slowest({ filter, title }: { filter: string; title?: string }) {
  const t = useTexts(slowestTexts);
  const project = useProject();
  const range = useStillRange();
  const query = useQuery(slowestQuery(project, { ...range, filter, limit: MOST }));
  const columns = useColumns();
  const label = title ?? t('slowest');
  return (
    <QueryPanel title={label} query={query} height={(MOST + 1) * ROW} skeleton="rows">
      {({ data }) =>
        data.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('nothing')}</p>
        ) : (
          <Table
            label={label}
            columns={columns}
            rows={data}
            rowKey={({ traceId, spanId }) => `${traceId} ${spanId}`}
            rowLink={({ traceId, spanId }) => ({
              to: '/p/$project/traces/$traceId',
              params: { project, traceId },
              search: { span: spanId },
            })}
          />
        )
      }
    </QueryPanel>
  );
}

function useColumns(): Column<SpanSkeleton>[] {
  const t = useTexts(slowestTexts);
  return [
    {
      id: 'step',
      header: t('step'),
      cell: ({ name, kind, status }) => (
        <span className="flex min-w-0 items-center gap-2" title={name}>
          <KindIcon kind={kind} />
          <span className={status === 'error' ? 'truncate text-bad' : 'truncate'}>
            {shortName(name, kind)}
          </span>
        </span>
      ),
    },
    {
      id: 'where',
      header: t('where'),
      wideOnly: true,
      cell: ({ model, toolName, agentName, service }) => {
        const where = [model ?? toolName, agentName ?? service].filter(Boolean).join(' · ');
        return where ? <span title={where}>{where}</span> : <Absent />;
      },
    },
    {
      id: 'duration',
      header: t('duration'),
      width: '6rem',
      align: 'right',
      cell: ({ durationMs }) => <Duration ms={durationMs} />,
    },
    {
      id: 'firstToken',
      header: t('firstToken'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ timeToFirstTokenMs }) => <Duration ms={timeToFirstTokenMs} />,
    },
    {
      id: 'at',
      header: t('at'),
      width: '7rem',
      wideOnly: true,
      cell: ({ startTime }) => <When at={startTime} />,
    },
  ];
}
