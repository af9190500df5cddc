import { useQuery } from '@tanstack/react-query';
import { whatIfQuery } from '../../../api/what-if.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { PanelSkeleton } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { useProject } from '../../../use-project.ts';
import { CompareAll } from './CompareAll.tsx';
import { usePricedModels } from './ModelPicker.tsx';
import { requestOf } from './plan.ts';
import { Scenarios } from './Scenarios.tsx';
import { whatIfTexts } from './texts.ts';
import { type UseWhatIf, useWhatIf } from './use-what-if.ts';

/** What the same calls would cost with another model, cache share, service tier or length. */
export function WhatIfTab() {
  const t = useTexts(whatIfTexts);
  const whatIf = useWhatIf();
  const { state, range, set } = whatIf;
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-start gap-2">
          <div className="min-w-60 flex-1">
            <FilterBar value={state.filter} onChange={(filter) => set({ filter })} range={range} />
          </div>
          <Segmented
            label={t('view')}
            value={state.isComparing ? 'compare' : 'scenarios'}
            options={[
              { value: 'scenarios', label: t('scenarios') },
              { value: 'compare', label: t('compareAll') },
            ]}
            onChange={(view) => set({ compare: view === 'compare' ? 'all' : undefined })}
          />
        </div>
        {problemIn(state.filter) === undefined ? <Answered {...whatIf} /> : <BadFilter />}
      </div>
    </FirstSpan>
  );
}

/**
 * What was measured is asked for by itself, so that the controls stand before any scenario is priced. What does not hang on
 * it, the prices and the scenarios of the address, is asked for at the same time.
 */
function Answered(whatIf: UseWhatIf) {
  const t = useTexts(whatIfTexts);
  const project = useProject();
  const { asked, state } = whatIf;
  const measured = useQuery(whatIfQuery(project, asked));
  usePricedModels();
  useQuery({
    ...whatIfQuery(project, requestOf(asked, state.plans)),
    enabled: !state.isComparing && state.plans.length > 0,
  });
  if (measured.isError) {
    return <PartError error={measured.error} onRetry={() => void measured.refetch()} />;
  }
  if (!measured.data) return <PanelSkeleton height={420} shape="rows" />;
  if (measured.data.measured.calls === 0) {
    return <EmptyState title={t('nothing')}>{t('nothingHint')}</EmptyState>;
  }
  return whatIf.state.isComparing ? (
    <CompareAll {...whatIf} measured={measured.data} />
  ) : (
    <Scenarios {...whatIf} measured={measured.data} />
  );
}
