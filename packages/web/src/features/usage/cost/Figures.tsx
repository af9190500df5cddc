import { metricNamed } from '@pharos/core/metrics';
import type { QuestionInput, Series } from '@pharos/core/question';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useQuestion } from '../../../api/question.ts';
import { Stat } from '../../../charts/stat/Stat.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useProject } from '../../../use-project.ts';
import { costTexts } from './texts.ts';
import type { Asked, Usage } from './use-usage.ts';

/** In the order in which they stand, and where each leads. */
const FIGURES = [
  { metric: 'cost', to: 'traces', filter: 'cost:>0' },
  { metric: 'tokens', to: 'traces', filter: 'tokens:>0' },
  { metric: 'costPerSuccess', to: 'traces', filter: '-status:error' },
  { metric: 'costPerUser', to: 'users', filter: '' },
  { metric: 'costPerSession', to: 'sessions', filter: '' },
  { metric: 'cacheHitRate', to: 'traces', filter: '' },
  { metric: 'cacheSavings', to: 'traces', filter: '' },
  { metric: 'unpricedCalls', to: 'traces', filter: 'pricing:unpriced' },
] as const;
const METRICS = FIGURES.map(({ metric }) => metric);

/** What all of it was and is; whoever needs one of these figures asks for all, which is one request for the page. */
export const figuresOf = (asked: Asked): QuestionInput => ({ ...asked, metrics: METRICS, compare: true });

/** What all of it was, each figure with its shape, its change and the list behind it. */
export function Figures({ usage, period }: { usage: Usage; period: string }) {
  const project = useProject();
  const { asked, time, filter } = usage;
  const figures = useQuestion(project, figuresOf(asked));
  const estimated = useQuestion(project, { ...asked, metrics: ['estimatedTokenShare'] });
  if (figures.isError) {
    return (
      <div className="min-h-36">
        <PartError error={figures.error} onRetry={() => void figures.refetch()} />
      </div>
    );
  }
  const series = figures.data?.series[0];
  const link = ({ to, filter: own }: (typeof FIGURES)[number]): LinkProps => ({
    to: `/p/$project/${to}`,
    params: { project },
    search: { ...time.search, filter: [filter, own].filter(Boolean).join(' ') || undefined },
  });
  return (
    <div aria-busy={figures.isFetching} className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {FIGURES.map((each) => (
        <FigureLink
          key={each.metric}
          name={each.metric}
          series={series}
          link={link(each)}
          period={period}
          estimated={each.metric === 'tokens' ? estimated.data?.series[0]?.totals.estimatedTokenShare : null}
        />
      ))}
    </div>
  );
}

interface FigureLinkProps {
  name: (typeof METRICS)[number];
  series: Series | undefined;
  link: LinkProps;
  period: string;
  /** The share of tokens that nobody told. */
  estimated: number | null | undefined;
}

function FigureLink({ name, series, link, period, estimated }: FigureLinkProps) {
  const t = useTexts(costTexts);
  const format = useFormat();
  const label = useMetricName()(name);
  const metric = metricNamed(name);
  if (!metric) return null;
  if (!series) {
    return (
      <div className="flex flex-col gap-2 py-1">
        <span className="truncate text-xs text-soft">{label}</span>
        <Skeleton className="h-6 w-20" />
        <Skeleton className="h-4 w-28" />
      </div>
    );
  }
  const value = series.totals[name];
  const known = value !== null && value !== undefined;
  return (
    <Link {...link} className="-mx-2 min-w-0 rounded-md px-2 py-1 hover:bg-hover">
      <Stat
        label={label}
        figure={known ? format.figure(value, metric.unit) : undefined}
        exact={known ? format.full(value, metric.unit, series.exact[name]) : undefined}
        points={series.points?.[name]}
        lastIncomplete
        aside={estimated ? t('estimated', { share: format.percent(estimated) }) : undefined}
        note={<Delta metric={metric} now={value} before={series.previous?.[name]} period={period} />}
      />
    </Link>
  );
}
