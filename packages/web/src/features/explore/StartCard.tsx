import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { chooseMark } from '../../widgets/asking/choose-mark.ts';
import { titleIn } from '../../widgets/asking/title.ts';
import { ChartBody } from '../../widgets/ChartBody.tsx';
import { useWidgetSource } from '../../widgets/context.ts';
import { chartSearch, type ExploredChart } from '../../widgets/explore-link.ts';
import { useInSight } from '../../widgets/use-in-sight.ts';
import { widgetOf } from './widget.ts';

const HEIGHT = 156;
/** A card is a third of the page: it shows less than the chart it leads to. */
const COLUMNS = 4;
const GROUPS = 5;

/** A question with its answer in small; a click asks it. */
export function StartCard({ chart }: { chart: ExploredChart }) {
  const { locale } = useFormat();
  const project = useProject();
  const { search } = useTimeRange();
  const source = useWidgetSource();
  const { ref, seen } = useInSight<HTMLDivElement>();
  const mark = chooseMark(chart, chart.mark);
  const widget = useMemo(() => {
    const small = widgetOf(
      { ...chart, limit: mark === 'heatmap' || mark === 'histogram' ? undefined : GROUPS },
      mark,
    );
    return { ...small, place: { ...small.place, w: COLUMNS } };
  }, [chart, mark]);
  const query = useQuery({ ...source.queryOf(widget), enabled: seen });
  const title = titleIn(locale, chart);
  return (
    <div ref={ref} className="min-w-0">
      <Link
        to="/p/$project/explore"
        params={{ project }}
        search={{ ...search, ...chartSearch(chart) }}
        className="-m-2 block rounded-md p-2 hover:bg-hover"
      >
        <span className="block truncate pb-1 font-medium">{title}</span>
        <span inert className="block" style={{ height: HEIGHT }}>
          {query.data === undefined ? (
            <Skeleton className="h-full" />
          ) : (
            <ChartBody widget={widget} answer={query.data} label={title} height={HEIGHT} />
          )}
        </span>
      </Link>
    </div>
  );
}
