import { useMemo } from 'react';
import { PartError } from '../../components/ErrorState.tsx';
import { PanelSkeleton } from '../../components/Panel.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useStillRange } from '../../use-still-range.ts';
import { NOTHING } from './address.ts';
import { StartCard } from './StartCard.tsx';
import { NEEDED, suggestionsFor } from './suggestions.ts';
import { exploreTexts } from './texts.ts';
import { useHoldings } from './use-holdings.ts';

const CARD = 'grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3';
const SKELETONS = 6;

/** Questions to begin with, made from what the data hold. */
export function Start({ filter }: { filter: string }) {
  const t = useTexts(exploreTexts);
  const { data, error } = useHoldings(NEEDED, useStillRange());
  const suggestions = useMemo(() => data && suggestionsFor(data), [data]);
  return (
    <section aria-labelledby="explore-start" className="pt-2">
      <h2 id="explore-start" className="text-lg font-semibold">
        {t('startTitle')}
      </h2>
      <p className="pb-4 text-muted">{t(suggestions?.length === 0 ? 'startEmpty' : 'startHint')}</p>
      {error !== undefined && <PartError error={error} />}
      <div className={CARD}>
        {suggestions === undefined && error === undefined
          ? Array.from({ length: SKELETONS }, (_, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one skeleton is like another
              <PanelSkeleton key={nth} height={168} shape="chart" />
            ))
          : suggestions?.map((suggestion) => (
              <StartCard
                key={`${suggestion.metrics} ${suggestion.dimensions}`}
                chart={{ ...NOTHING, ...suggestion, filter: suggestion.filter ?? filter }}
              />
            ))}
      </div>
    </section>
  );
}
