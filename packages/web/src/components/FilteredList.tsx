import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useShortcuts } from '../shortcuts.ts';
import { ErrorState } from './ErrorState.tsx';
import { BadFilter } from './filter-bar/BadFilter.tsx';
import { problemIn } from './filter-bar/edit.ts';
import { FilterBar } from './filter-bar/FilterBar.tsx';
import { SkeletonRows } from './Skeleton.tsx';

interface FilteredListProps {
  filter: string;
  onFilter: (text: string) => void;
  range: { from: string; to: string };
  query: UseInfiniteQueryResult;
  /** What `j` does, for the list of keys. */
  keyLabel: string;
  isEmpty: boolean;
  empty: ReactNode;
  /** The table; it is given what scrolls. */
  children: (scroller: RefObject<HTMLDivElement | null>) => ReactNode;
}

/** A list that fills its page: conditions on top, rows below, and whatever stands for rows while there are none. */
export function FilteredList(props: FilteredListProps) {
  const { filter, onFilter, range, query, keyLabel, isEmpty, empty, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const firstRow = () => scroller.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([{ keys: 'j', label: keyLabel, run: firstRow }]);
  return (
    <div ref={scroller} className="scroll-thin h-full overflow-y-auto px-4 pb-6 sm:px-5">
      <div className="flex py-3">
        <FilterBar value={filter} onChange={onFilter} range={range} />
      </div>
      {problemIn(filter) !== undefined ? (
        <BadFilter />
      ) : query.isError && isEmpty ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={14} />
      ) : isEmpty ? (
        empty
      ) : (
        children(scroller)
      )}
    </div>
  );
}
