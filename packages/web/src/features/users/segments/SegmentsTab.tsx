import type { Segments } from '@pharos/core/api/behaviour';
import { SEGMENTS } from '@pharos/core/behaviour/segments';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { segmentsQuery } from '../../../api/behaviour.ts';
import { Delta } from '../../../components/Delta.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useZone } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { SegmentUsers } from './SegmentUsers.tsx';
import { segmentsTexts } from './texts.ts';

const search = z.object({ segment: z.enum(SEGMENTS).optional().catch(undefined) });
const HEIGHT = 260;

/** Users by how engaged they are, with the rules that say so; a row lists its users. */
export function SegmentsTab() {
  const t = useTexts(segmentsTexts);
  const format = useFormat();
  const project = useProject();
  const timeZone = useZone();
  const [{ segment }] = useUrlState(search);
  const query = useQuery(segmentsQuery(project, { timeZone }));
  const at = query.data && format.dateTime(Date.parse(query.data.at));
  return (
    <div className="flex flex-col gap-5">
      <QueryPanel
        title={t('title')}
        note={at && t('note', { time: at })}
        query={query}
        height={HEIGHT}
        skeleton="rows"
      >
        {(data) =>
          data.users === 0 ? (
            <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
          ) : (
            <Sizes data={data} />
          )
        }
      </QueryPanel>
      {segment ? (
        <SegmentUsers segment={segment} />
      ) : (
        <p className="border-t pt-3 text-sm text-muted">{t('choose')}</p>
      )}
    </div>
  );
}

type Row = Segments['segments'][number] & Pick<Segments['rules'][number], 'when'>;

function Sizes({ data: { users, segments, rules } }: { data: Segments }) {
  const t = useTexts(segmentsTexts);
  const format = useFormat();
  const project = useProject();
  const ruleText = (when: Row['when']) =>
    when
      .flatMap(({ fact, atLeast, below }) => [
        ...(atLeast === undefined ? [] : [t(`atLeast_${fact}`, { count: atLeast })]),
        ...(below === undefined ? [] : [t(`below_${fact}`, { count: below })]),
      ])
      .join(t('and')) || t('rest');
  const columns: Column<Row>[] = [
    { id: 'segment', header: t('segment'), width: '9rem', cell: ({ segment }) => t(segment) },
    {
      id: 'users',
      header: t('users'),
      width: '5rem',
      align: 'right',
      cell: (row) => <span className="figures">{format.count(row.users)}</span>,
    },
    {
      id: 'share',
      header: t('share'),
      width: '9rem',
      wideOnly: true,
      cell: (row) => (
        <ShareBar
          share={row.users / users}
          color="var(--series-1)"
          text={format.percent(row.users / users)}
        />
      ),
    },
    {
      id: 'change',
      header: t('change'),
      width: '9rem',
      align: 'right',
      cell: (row) => (
        <Delta
          metric={{ unit: 'count', better: BETTER[row.segment] }}
          now={row.users}
          before={row.before}
          period={t('period')}
        />
      ),
    },
    {
      id: 'rule',
      header: t('rule'),
      wideOnly: true,
      cell: ({ when }) => <span className="text-muted">{ruleText(when)}</span>,
    },
  ];
  const rows = segments.map((each) => ({
    ...each,
    when: rules.find(({ segment }) => segment === each.segment)?.when ?? [],
  }));
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={({ segment }) => segment}
      rowLink={({ segment }) => ({
        to: '/p/$project/users',
        params: { project },
        search: { tab: 'segments', segment },
      })}
    />
  );
}

/** Whether it is good when there are more of them. */
const BETTER = {
  new: 'more',
  power: 'more',
  regular: 'more',
  occasional: 'neither',
  slipping: 'less',
  lost: 'less',
} as const;
