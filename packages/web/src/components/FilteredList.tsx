import type { Page } from '@pharos/core/api/common';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useFormat } from '../format/use-format.ts';
import { useShortcuts } from '../shortcuts.ts';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorState } from './ErrorState.tsx';
import { BadFilter } from './filter-bar/BadFilter.tsx';
import { problemIn } from './filter-bar/edit.ts';
import { FilterBar } from './filter-bar/FilterBar.tsx';
import { LoadMore } from './LoadMore.tsx';
import { SkeletonRows } from './Skeleton.tsx';

/** Where there is nothing: that it is so, why, and why under conditions; and what stands below the last of `count` rows. */
type Word = 'empty' | 'emptyHint' | 'emptyFiltered' | 'clear' | 'end';

interface Listed<Row> {
  rows: Row[];
  /** What scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** Below the rows: what brings more, or that these are all. */
  footer: ReactNode;
  /** The rows are those of what was asked before. */
  stale: boolean;
}

interface FilteredListProps<Row> {
  filter: string;
  onFilter: (text: string) => void;
  range: { from: string; to: string };
  /** Something else that narrows the list, beside the filter: whether it does, and what ends that. */
  narrowed?: { by: ReactNode; is: boolean; onClear: () => void };
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  /** What is listed. */
  label: string;
  t: (word: Word, values?: { count: string }) => string;
  /** The table of what there is. */
  children: (listed: Listed<Row>) => ReactNode;
}

/** A list that fills its page: conditions on top, rows below, and whatever stands for rows while there are none. */
export function FilteredList<Row>(props: FilteredListProps<Row>) {
  const { filter, onFilter, range, narrowed, query, label, t, children } = props;
  const isNarrowed = filter !== '' || narrowed?.is === true;
  const clear = () => {
    if (filter !== '') onFilter('');
    narrowed?.onClear();
  };
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const firstRow = () => scroller.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([{ keys: 'j', label, run: firstRow }]);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isEmpty = rows.length === 0;
  return (
    <div ref={scroller} className="scroll-thin h-full overflow-y-auto px-4 pb-6 sm:px-5">
      <div className="flex flex-wrap items-start gap-2 py-3">
        <FilterBar value={filter} onChange={onFilter} range={range} />
        {narrowed?.by}
      </div>
      {problemIn(filter) !== undefined ? (
        <BadFilter />
      ) : query.isError && isEmpty ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={14} />
      ) : isEmpty ? (
        <EmptyState title={t('empty')} action={isNarrowed && <Button onClick={clear}>{t('clear')}</Button>}>
          {isNarrowed ? t('emptyFiltered') : t('emptyHint')}
        </EmptyState>
      ) : (
        children({
          ...{ rows, scroller, stale: query.isPlaceholderData },
          footer: query.hasNextPage ? (
            <LoadMore query={query} />
          ) : (
            <span className="text-xs text-muted">{t('end', { count: format.count(rows.length) })}</span>
          ),
        })
      )}
    </div>
  );
}
