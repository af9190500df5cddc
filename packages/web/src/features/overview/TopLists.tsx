import { formatFilterText } from '@pharos/core/filter-text';
import { metricNamed } from '@pharos/core/metrics';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useQuestion } from '../../api/question.ts';
import { groupName } from '../../charts/answer.ts';
import { colorsOf } from '../../charts/kit/palette.ts';
import { BarList } from '../../charts/lists/BarList.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { overview } from './messages.ts';
import type { OverviewRange } from './use-overview-range.ts';

const LISTS = [
  { title: 'topModels', dimension: 'model', metric: 'cost', note: 'byCost' },
  { title: 'topUsers', dimension: 'user', metric: 'cost', note: 'byCost' },
  { title: 'topAgents', dimension: 'agent', metric: 'traces', note: 'byTraces' },
  { title: 'topTools', dimension: 'tool', metric: 'toolCalls', note: 'byCalls' },
] as const;

/** The largest few of everything that spends or fails, each opening its traces. */
export const TopLists = ({ range }: { range: OverviewRange }) => (
  <div className="grid grid-cols-1 gap-x-8 gap-y-4 border-t pt-3 sm:grid-cols-2 xl:grid-cols-4">
    {LISTS.map((list) => (
      <TopList key={list.title} list={list} range={range} />
    ))}
  </div>
);

function TopList({ list, range }: { list: (typeof LISTS)[number]; range: OverviewRange }) {
  const { dimension, metric } = list;
  const t = useTexts(overview);
  const format = useFormat();
  const project = useProject();
  const unit = metricNamed(metric)?.unit ?? 'count';
  const search = range.time.search;
  const query = useQuestion(project, {
    metrics: [metric],
    dimensions: [dimension],
    // One more than shown: spans without a value are a group of their own, and no row.
    limit: 7,
    ...range.whole,
  });
  const link = (name: string): LinkProps =>
    dimension === 'user'
      ? { to: '/p/$project/users/$userId', params: { project, userId: name }, search }
      : {
          to: '/p/$project/traces',
          params: { project },
          search: {
            ...search,
            filter: formatFilterText({
              filters: [{ field: dimension, op: '=', values: [name] }],
              search: '',
            }),
          },
        };
  return (
    <QueryPanel title={t(list.title)} note={t(list.note)} query={query} height={192} skeleton="rows">
      {(answer) => {
        const named = answer.series
          .filter((series) => !series.other && groupName(series) !== '' && (series.totals[metric] ?? 0) > 0)
          .slice(0, 6);
        if (named.length === 0) return <p className="py-3 text-sm text-muted">{t('nothing')}</p>;
        const color = colorsOf(dimension, named.map(groupName));
        return (
          <BarList
            label={t(list.title)}
            items={named.map((series) => {
              const name = groupName(series);
              const value = series.totals[metric] ?? 0;
              return {
                key: name,
                value,
                label: (
                  <Link {...link(name)} title={name} className="hover:text-accent hover:underline">
                    {name}
                  </Link>
                ),
                figure: (
                  <span title={format.full(value, unit, series.exact[metric])}>
                    {format.unit(value, unit)}
                  </span>
                ),
                ...(dimension === 'model' || dimension === 'agent' ? { color: color(name) } : {}),
              };
            })}
          />
        );
      }}
    </QueryPanel>
  );
}
