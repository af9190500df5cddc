import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListOf } from '../../../api/telemetry.ts';
import { cx } from '../../../components/cx.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { Suggestions } from './Suggestions.tsx';
import { savingsQuery, useProgress } from './savings-api.ts';
import { useSavings } from './use-savings.ts';
import { Working } from './Working.tsx';

/** What could be saved, and how. */
export function SavingsTab() {
  const { filter, setFilter, list } = useSavings();
  const { search } = useTimeRange();
  const chosen = [useProject(), filter, search.from, search.to].join('\n');
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={filter} onChange={setFilter} range={list} />
        {problemIn(filter) !== undefined ? <BadFilter /> : <Found key={chosen} list={list} />}
      </div>
    </FirstSpan>
  );
}

/**
 * Each filter and each range that is chosen starts with nothing. A range that moves on by itself does not: what is worked out
 * is waited for before the next is asked, and whoever reads keeps their place until that is there.
 */
function Found({ list }: { list: ListOf }) {
  const project = useProject();
  const [asked, setAsked] = useState(list);
  const query = useQuery(savingsQuery(project, asked));
  if (asked !== list && !query.isFetching) setAsked(list);
  const progress = useProgress(project, asked);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Working progress={progress} />;
  return (
    <div
      aria-busy={query.isFetching}
      className={cx('flex flex-col gap-4 transition-opacity', query.isPlaceholderData && 'opacity-55')}
    >
      <Suggestions savings={query.data} />
    </div>
  );
}
