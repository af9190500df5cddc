import { marksFor } from '@pharos/core/dashboards/marks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useMedia } from '../../use-media.ts';
import { chooseMark } from '../../widgets/asking/choose-mark.ts';
import { titleIn } from '../../widgets/asking/title.ts';
import { useWidgetSource } from '../../widgets/context.ts';
import { AnswerChart } from './AnswerChart.tsx';
import { DisplayOptions } from './DisplayOptions.tsx';
import { Differences } from './differences/Differences.tsx';
import { Groups } from './Groups.tsx';
import { ResultActions } from './ResultActions.tsx';
import { Totals } from './Totals.tsx';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';
import { widgetOf } from './widget.ts';

const TALL = 340;
const LOW = 240;

/** The answer: a chart, what sets a region of it apart, and the figures of every group. */
export function Result({ state, change }: Explore) {
  const t = useTexts(exploreTexts);
  const { locale } = useFormat();
  const source = useWidgetSource();
  const [asTable, setAsTable] = useState(false);
  const mark = chooseMark(state, state.mark);
  const grouped = state.dimensions.length > 0;
  const widget = useMemo(() => widgetOf(state, mark), [state, mark]);
  // Figures are told with how they changed, whether or not the period before is drawn.
  const asked = useMemo(() => (grouped ? widget : { ...widget, compare: true }), [grouped, widget]);
  const drawn = mark !== 'table';
  const query = useQuery({ ...source.queryOf(asked), enabled: drawn || !grouped });
  const picture = useRef<HTMLDivElement>(null);
  const height = useMedia('(min-width: 640px)') ? TALL : LOW;
  const title = titleIn(locale, state);
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <DisplayOptions {...{ state, change, mark }} marks={marksFor(state)} />
        <ResultActions
          {...{ state, change, widget }}
          chart={
            drawn && query.data
              ? {
                  ...{ widget, title, height, picture, asTable },
                  answer: query.data,
                  onTable: () => setAsTable(!asTable),
                }
              : undefined
          }
        />
      </div>
      {drawn && <AnswerChart {...{ state, change, widget, query, title, height, picture, asTable }} />}
      {state.comparing && <Differences {...{ state, change }} answer={query.data} />}
      {grouped ? (
        <Groups {...{ state, change }} title={drawn ? t('groups') : title} />
      ) : (
        <Totals metrics={state.metrics} query={query} />
      )}
    </section>
  );
}
