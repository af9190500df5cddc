import { metricNamed } from '@pharos/core/metrics';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useQuestion } from '../../../api/question.ts';
import { groupName } from '../../../charts/answer.ts';
import { colorsOf } from '../../../charts/kit/palette.ts';
import { BarList } from '../../../charts/lists/BarList.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { AllLink } from '../AllLink.tsx';
import { overview } from '../messages.ts';
import { HEIGHT, SHOWN, type WhereProps } from './rows.ts';

interface TopGroupsProps extends WhereProps {
  title: string;
  note: string;
  dimension: 'agent' | 'user';
  metric: 'latencyP95' | 'cost';
  link: (name: string) => LinkProps;
  list: LinkProps;
}

/** Those of a kind that have most of something, and how that changed; each leads to its page. */
export function TopGroups({ title, note, dimension, metric, link, list, range, period }: TopGroupsProps) {
  const t = useTexts(overview);
  const format = useFormat();
  const measured = metricNamed(metric) ?? { unit: 'count', better: 'neither' };
  const query = useQuestion(useProject(), {
    metrics: [metric],
    dimensions: [dimension],
    // One more than shown: spans without a value are a group of their own, and no row.
    limit: SHOWN + 1,
    compare: true,
    ...range.whole,
  });
  return (
    <QueryPanel
      title={title}
      note={note}
      query={query}
      height={HEIGHT}
      skeleton="rows"
      actions={
        <AllLink of={title} link={list}>
          {t('all')}
        </AllLink>
      }
    >
      {({ series }) => {
        const named = series
          .filter((each) => !each.other && groupName(each) !== '' && (each.totals[metric] ?? 0) > 0)
          .slice(0, SHOWN);
        if (named.length === 0) return <p className="py-3 text-sm text-muted">{t('nothing')}</p>;
        const color = dimension === 'agent' ? colorsOf(dimension, named.map(groupName)) : undefined;
        return (
          <BarList
            label={title}
            items={named.map((each) => {
              const name = groupName(each);
              const value = each.totals[metric] ?? 0;
              return {
                key: name,
                value,
                label: (
                  <Link {...link(name)} title={name} className="hover:text-accent hover:underline">
                    {name}
                  </Link>
                ),
                note: (
                  <Delta metric={measured} now={value} before={each.previous?.[metric]} period={period} />
                ),
                figure: (
                  <span title={format.full(value, measured.unit, each.exact[metric])}>
                    {format.unit(value, measured.unit)}
                  </span>
                ),
                ...(color && { color: color(name) }),
              };
            })}
          />
        );
      }}
    </QueryPanel>
  );
}
