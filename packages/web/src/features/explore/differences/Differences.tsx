import type { Differences as Found } from '@pharos/core/api/differences';
import type { Answer } from '@pharos/core/question';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { differencesQuery } from '../../../api/explore.ts';
import { Swatch } from '../../../charts/kit/Legend.tsx';
import { cx } from '../../../components/cx.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { Panel, PanelSkeleton } from '../../../components/Panel.tsx';
import { SIDES } from '../../../components/TwoBars.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { differencesAsked, type Over, rowsCompared } from '../selection.ts';
import type { Explore } from '../use-explore.ts';
import { AllDimensions } from './AllDimensions.tsx';
import { DifferenceList } from './DifferenceList.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { differenceTexts } from './texts.ts';

interface DifferencesProps extends Explore {
  /** What the chart shows; undefined until it is known. */
  answer: Answer | undefined;
}

/** What sets the selected rows apart from all others, ranked; before a selection, how to make one. */
export function Differences({ state, change, answer }: DifferencesProps) {
  const t = useTexts(differenceTexts);
  const project = useProject();
  const range = useStillRange();
  const over = rowsCompared(state.metrics);
  const request = useMemo(() => differencesAsked(state, range), [state, range]);
  const query = useQuery({
    ...differencesQuery(project, request ?? NOTHING),
    enabled: request !== undefined,
  });
  if (!over) return null;
  return (
    <Panel title={t('title')} className="border-t pt-2">
      {request === undefined ? (
        <p className="py-2 text-sm text-muted">{t(over === 'requests' ? 'howRequests' : 'howSpans')}</p>
      ) : (
        <>
          <SelectionBar {...{ state, change, answer }} />
          <div
            aria-busy={query.isFetching}
            className={cx('transition-opacity', query.isPlaceholderData && 'opacity-55')}
          >
            {query.data !== undefined ? (
              <Answered {...{ state, change, over }} found={query.data} />
            ) : query.isError ? (
              <PartError error={query.error} onRetry={() => void query.refetch()} />
            ) : (
              <PanelSkeleton height={192} shape="rows" />
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

/** Stands for a request that is not made. */
const NOTHING = {
  over: 'requests',
  filters: [],
  search: '',
  from: '',
  to: '',
  selection: { filters: [] },
} as const satisfies Parameters<typeof differencesQuery>[1];

interface AnsweredProps extends Explore {
  over: Over;
  found: Found;
}

function Answered({ state, change, over, found }: AnsweredProps) {
  const t = useTexts(differenceTexts);
  const format = useFormat();
  const { selected, rest, differences, dimensions } = found;
  if (selected === 0) return <p className="py-2 text-sm">{t('emptySelection')}</p>;
  if (rest === 0) return <p className="py-2 text-sm">{t('emptyRest')}</p>;
  const counted = (count: number) => t(over, { count, shown: format.count(count) });
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-4 pb-2 text-sm text-soft">
        {t('compared', { selected: counted(selected), rest: counted(rest) })}
        {differences.length > 0 && (
          <span aria-hidden className="flex gap-3 text-xs text-muted">
            {SIDES.map(({ name, color }) => (
              <span key={name}>
                <Swatch color={color} /> {t(name)}
              </span>
            ))}
          </span>
        )}
      </p>
      {differences.length === 0 ? (
        <p className="py-2 text-sm">{t('same', { count: dimensions.length })}</p>
      ) : (
        <DifferenceList {...{ state, change }} differences={differences} />
      )}
      <AllDimensions dimensions={dimensions} />
    </>
  );
}
