import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { BadFilter } from '../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../components/filter-bar/edit.ts';
import { FilterBar } from '../../components/filter-bar/FilterBar.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { LongTable } from '../../components/LongTable.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useUrlState } from '../../url-state.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { ColumnMenu, useColumns } from './ColumnMenu.tsx';
import { tableColumns } from './columns.tsx';
import { LiveSwitch } from './LiveSwitch.tsx';
import { NoMatch } from './NoMatch.tsx';
import { SavedViews } from './SavedViews.tsx';
import { ScoresOfTraces } from './ScoresOfTraces.tsx';
import { TraceHistogram } from './TraceHistogram.tsx';
import { TracePeek } from './TracePeek.tsx';
import { tracesTexts } from './texts.ts';
import { useLiveList } from './use-live-list.ts';

const tracesSearch = z.object({
  /** The trace that is shown beside the list. */
  peek: z.string().max(256).optional().catch(undefined),
  /** `1` when new traces wait instead of coming in. */
  paused: z.string().max(1).optional().catch(undefined),
});

/** The traces of a project, the newest first, alive. */
export function TracesPage() {
  const t = useTexts(tracesTexts);
  return (
    <Page title={t('title')} range fill>
      <FirstSpan>
        <TraceList />
      </FirstSpan>
    </Page>
  );
}

function TraceList() {
  const t = useTexts(tracesTexts);
  const format = useFormat();
  const project = useProject();
  const navigate = useNavigate();
  const time = useTimeRange();
  const scroller = useRef<HTMLDivElement>(null);
  const { list, filter, setFilter } = useList();
  const [search, set] = useUrlState(tracesSearch);
  const [columns, setColumns] = useColumns();
  const [scrolled, setScrolled] = useState(false);
  const relative = 'token' in time.range;
  // Rows must not move under a reader who has scrolled down.
  const following = relative && search.paused === undefined && !scrolled;
  const { query, rows, connection, waiting, isNew, accept } = useLiveList(project, list, following, relative);

  const bad = problemIn(filter) !== undefined;
  const toTop = () => {
    accept();
    scroller.current?.scrollTo({ top: 0 });
  };
  const firstRow = () => scroller.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([
    { keys: 'j', label: t('keyFirst'), run: firstRow },
    { keys: 'ArrowDown', label: t('keyFirst'), run: firstRow },
  ]);

  return (
    <div
      ref={scroller}
      className="scroll-thin relative h-full overflow-y-auto px-4 pb-6 sm:px-5"
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 160)}
    >
      <div className="flex flex-wrap items-start gap-2 py-3 max-sm:justify-end">
        <FilterBar value={filter} onChange={setFilter} range={list} />
        {relative && (
          <LiveSwitch
            connection={connection}
            following={search.paused === undefined}
            onFollow={(follow) => {
              if (follow) accept();
              set({ paused: follow ? undefined : '1' }, { replace: true });
            }}
          />
        )}
        <SavedViews search={{ filter, ...time.search }} />
        <ColumnMenu chosen={columns} onChange={setColumns} />
      </div>
      {!bad && <TraceHistogram filter={filter} />}
      {waiting > 0 && (
        <div className="pointer-events-none sticky top-9 z-20 h-0 text-center">
          <Button
            variant="primary"
            className="pointer-events-auto animate-slide-in rounded-full !h-7"
            onClick={toTop}
          >
            ↑ {t('waiting', { count: waiting })}
          </Button>
        </div>
      )}
      {bad ? (
        <BadFilter />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={14} />
      ) : rows.length === 0 ? (
        <NoMatch filter={filter} onFilter={setFilter} />
      ) : (
        <ScoresOfTraces traceIds={rows.map(({ traceId }) => traceId)} wanted={columns.has('scores')}>
          <LongTable
            label={t('list')}
            scroller={scroller}
            columns={tableColumns(columns, t, rows)}
            rows={rows}
            rowKey={(row) => row.traceId}
            rowLink={(row) => ({
              to: '/p/$project/traces/$traceId',
              params: { project, traceId: row.traceId },
            })}
            onOpen={(row) =>
              row.traceId === search.peek
                ? void navigate({
                    to: '/p/$project/traces/$traceId',
                    params: { project, traceId: row.traceId },
                  })
                : set({ peek: row.traceId }, { replace: search.peek !== undefined })
            }
            selectedKey={search.peek}
            stale={query.isPlaceholderData}
            isNew={isNew}
            footer={
              query.hasNextPage ? (
                <LoadMore query={query} />
              ) : (
                <span className="text-xs text-muted">{t('end', { count: format.count(rows.length) })}</span>
              )
            }
          />
        </ScoresOfTraces>
      )}
      {search.peek && (
        <TracePeek key={search.peek} traceId={search.peek} onClose={() => set({ peek: undefined })} />
      )}
    </div>
  );
}
