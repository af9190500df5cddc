import { useMemo } from 'react';
import { cx } from '../../../components/cx.ts';
import { PageTimeContext } from '../../../use-time-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { otherProject, useValues } from '../variables/use-values.ts';
import { DashboardGrid } from '../view/DashboardGrid.tsx';
import { usePageClock } from '../view/use-page-clock.ts';
import { type Folding, WidgetView } from '../view/WidgetView.tsx';
import type { Slide } from './slides.ts';

const REFRESH_MS = 30_000;
/** On a wall nobody folds anything. */
const OPEN: Folding = { isFolded: () => false, toggle: () => {}, count: () => 0 };

interface WallSlideProps {
  slide: Slide;
  /** Else it is only made ready. */
  seen: boolean;
}

/** One screen of a wall. */
export function WallSlide({ slide, seen }: WallSlideProps) {
  const { document } = slide.dashboard;
  const { values } = useValues(document.variables);
  const { nowMs } = usePageClock(REFRESH_MS);
  const time = useMemo(() => ({ opensWith: document.range, nowMs }), [document.range, nowMs]);
  return (
    <PageTimeContext value={time}>
      <ProjectWidgets
        project={otherProject(document.variables, values)}
        variables={document.variables}
        values={values}
      >
        <div
          aria-hidden={!seen || undefined}
          inert={!seen}
          className={cx(seen ? 'animate-fade-in' : 'invisible absolute inset-x-0 top-0')}
        >
          <DashboardGrid widgets={slide.widgets}>
            {(widget) => <WidgetView widget={widget} folding={OPEN} />}
          </DashboardGrid>
        </div>
      </ProjectWidgets>
    </PageTimeContext>
  );
}
