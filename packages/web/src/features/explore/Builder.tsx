import type { ReactNode } from 'react';
import { FilterBar } from '../../components/filter-bar/FilterBar.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useStillRange } from '../../use-still-range.ts';
import { MetricTokens } from '../../widgets/asking/MetricTokens.tsx';
import { SplitTokens } from '../../widgets/asking/SplitTokens.tsx';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';

/** The question as a sentence: show this, split by that, where something holds. */
export function Builder({ state, change }: Explore) {
  const t = useTexts(exploreTexts);
  const range = useStillRange();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Part name={t('show')}>
          <MetricTokens asked={state} onChange={(metrics) => change({ metrics })} />
        </Part>
        {state.metrics.length > 0 && (
          <Part name={t('splitBy')} silent={state.dimensions.length === 0}>
            <SplitTokens asked={state} onChange={(dimensions) => change({ dimensions })} />
          </Part>
        )}
      </div>
      <Part name={t('where')}>
        <FilterBar value={state.filter} onChange={(filter) => change({ filter })} range={range} />
      </Part>
    </div>
  );
}

interface PartProps {
  name: string;
  /** What is in it says it. */
  silent?: boolean;
  children: ReactNode;
}

const Part = ({ name, silent, children }: PartProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
  <div role="group" aria-label={name} className="flex min-w-0 flex-wrap items-center gap-1.5">
    {!silent && (
      <span aria-hidden className="min-w-10 text-xs text-muted">
        {name}
      </span>
    )}
    {children}
  </div>
);
