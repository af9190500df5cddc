import { LIFE_STANDS, type ListedSession } from '@pharos/core/api/session-list';
import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { sessionsQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { FilteredList } from '../../components/FilteredList.tsx';
import { LongTable } from '../../components/LongTable.tsx';
import { LifeCell } from '../../components/presence/LifeCell.tsx';
import { Select } from '../../components/Select.tsx';
import type { Column } from '../../components/Table.tsx';
import { askedOf } from '../../components/trace-strip/title.ts';
import { Absent, Duration, Money, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { useUrlState } from '../../url-state.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { sessionsTexts } from './texts.ts';

/** The sessions of a project, the last active first. */
export function SessionsPage() {
  const t = useTexts(sessionsTexts);
  return (
    <Page title={t('title')} range fill>
      <FirstSpan>
        <SessionList />
      </FirstSpan>
    </Page>
  );
}

function useColumns(): Column<ListedSession>[] {
  const t = useTexts(sessionsTexts);
  const text = (value: string | null) => (value ? <span title={value}>{value}</span> : <Absent />);
  return [
    {
      id: 'lastSeen',
      header: t('lastSeen'),
      width: '7rem',
      cell: (row) => <When at={row.lastSeen} listed />,
    },
    {
      id: 'session',
      header: t('session'),
      width: '12rem',
      wideOnly: true,
      cell: (row) => text(row.sessionId),
    },
    {
      id: 'firstInput',
      header: t('firstInput'),
      cell: (row) => (
        <span dir="auto" title={row.firstInput}>
          {askedOf(row.firstInput) || row.firstInput || <span className="text-muted">{row.sessionId}</span>}
        </span>
      ),
    },
    {
      id: 'life',
      header: t('life'),
      width: '9rem',
      wideOnly: true,
      cell: ({ life }) => (life ? <LifeCell life={life} /> : <Absent />),
    },
    { id: 'user', header: t('user'), width: '8rem', wideOnly: true, cell: (row) => text(row.userId) },
    {
      id: 'turns',
      header: t('turns'),
      width: '4rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.traceCount} />,
    },
    {
      id: 'errors',
      header: t('errors'),
      width: '6.5rem',
      wideOnly: true,
      cell: (row) =>
        row.errorCount > 0 ? <StatusBadge status="error" errors={row.errorCount} /> : <Absent />,
    },
    {
      id: 'lasted',
      header: t('lasted'),
      width: '6.5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Duration ms={Date.parse(row.lastSeen) - Date.parse(row.startTime)} />,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.tokens} estimated={row.estimatedTokens} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '5.5rem',
      align: 'right',
      cell: (row) => (
        <Money
          at={row.lastSeen}
          amount={row.cost}
          unpricedSpans={row.unpricedSpans}
          of={{ tokens: row.tokens, estimated: row.estimatedTokens }}
        />
      ),
    },
  ];
}

const lifeSearch = z.object({ life: z.enum(LIFE_STANDS).optional().catch(undefined) });

function SessionList() {
  const t = useTexts(sessionsTexts);
  const project = useProject();
  const { list, filter, setFilter } = useList();
  const [{ life }, set] = useUrlState(lifeSearch);
  const query = useInfiniteQuery(sessionsQuery(project, { ...list, life }));
  const columns = useColumns();
  return (
    <FilteredList
      filter={filter}
      onFilter={setFilter}
      range={list}
      narrowed={{
        by: (
          <Select
            label={t('life')}
            value={life ?? ''}
            onChange={(next) => set({ life: next || undefined })}
            options={[
              { value: '', label: t('anyLife') },
              ...LIFE_STANDS.map((value) => ({ value, label: t(`life_${value}`) })),
            ]}
          />
        ),
        is: life !== undefined,
        onClear: () => set({ life: undefined }),
      }}
      query={query}
      label={t('list')}
      t={t}
    >
      {({ rows, scroller, footer, stale }) => (
        <LongTable
          label={t('list')}
          scroller={scroller}
          // Where nobody tells of presence, no room is taken by that.
          columns={rows.some((row) => row.life) ? columns : columns.filter(({ id }) => id !== 'life')}
          rows={rows}
          rowKey={(row) => row.sessionId}
          rowLink={(row) => ({
            to: '/p/$project/sessions/$sessionId',
            params: { project, sessionId: row.sessionId },
          })}
          stale={stale}
          footer={footer}
        />
      )}
    </FilteredList>
  );
}
