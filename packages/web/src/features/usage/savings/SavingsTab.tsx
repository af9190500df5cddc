import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { useProject } from '../../../use-project.ts';
import { Suggestions } from './Suggestions.tsx';
import { savingsQuery } from './savings-api.ts';
import { useSavings } from './use-savings.ts';
import { Working } from './Working.tsx';

/** What could be saved, and how. */
export function SavingsTab() {
  const { filter, setFilter, list } = useSavings();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={filter} onChange={setFilter} range={list} />
        {problemIn(filter) !== undefined ? <BadFilter /> : <Found />}
      </div>
    </FirstSpan>
  );
}

function Found() {
  const { list } = useSavings();
  const query = useQuery(savingsQuery(useProject(), list));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return query.data?.state === 'done' ? (
    <Suggestions savings={query.data} />
  ) : (
    <Working progress={query.data?.progress} />
  );
}
