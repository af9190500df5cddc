import type { Movers } from '@pharos/core/api/usage';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { formatFilterText } from '@pharos/core/filter-text';
import { metricNamed } from '@pharos/core/metrics';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { moversQuery } from '../../../api/usage.ts';
import { valueLabel } from '../../../charts/answer.ts';
import { BarList } from '../../../charts/lists/BarList.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { moverWords } from '../../../components/movers/texts.ts';
import { unitOf, useSigned } from '../../../components/movers/use-signed.ts';
import { Why } from '../../../components/movers/Why.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useWords } from '../../../widgets/words.ts';
import { AllLink } from '../AllLink.tsx';
import { overview } from '../messages.ts';
import { HEIGHT, SHOWN, type WhereProps } from './rows.ts';

const MEASURE = 'cost';
const BY = 'model';
/** One row is the sentence that says why. */
const MOVERS = SHOWN - 1;

/** Which models made the difference in cost to the period before, and why. */
export function TopMovers({ range, period }: WhereProps) {
  const t = useTexts(overview);
  const project = useProject();
  const { search } = range.time;
  const query = useQuery(moversQuery(project, { metric: MEASURE, by: BY, ...range.whole, limit: MOVERS }));
  return (
    <QueryPanel
      title={t('movers')}
      note={t('byModel')}
      query={query}
      height={HEIGHT}
      skeleton="rows"
      actions={
        <AllLink
          of={t('movers')}
          link={{ to: '/p/$project/usage', params: { project }, search: { ...search, by: BY } }}
        >
          {t('all')}
        </AllLink>
      }
    >
      {({ total, movers }) =>
        movers.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('nothingMoved')}</p>
        ) : (
          <>
            <Why total={total} measure={MEASURE} period={period} className="line-clamp-2 h-8 leading-4" />
            <Moved movers={movers} range={range} period={period} />
          </>
        )
      }
    </QueryPanel>
  );
}

function Moved({ movers, range, period }: WhereProps & Pick<Movers, 'movers'>) {
  const t = useTexts(overview);
  const w = useTexts(moverWords);
  const format = useFormat();
  const words = useWords();
  const project = useProject();
  const signed = useSigned(MEASURE);
  const metric = metricNamed(MEASURE) ?? { unit: unitOf(MEASURE), better: 'neither' };
  const traces = (key: string) => ({
    ...range.time.search,
    filter: formatFilterText({
      filters: filtersBehind({ metrics: [MEASURE], dimensions: [BY], filters: [], group: [key] }),
      search: '',
    }),
  });
  return (
    <BarList
      label={t('movers')}
      items={movers.map(({ key, change, before, now, movement }) => {
        const name = valueLabel(BY, key, words);
        return {
          key,
          value: Math.abs(change),
          label: (
            <Link
              to="/p/$project/traces"
              params={{ project }}
              search={traces(key)}
              title={name}
              className="hover:text-accent hover:underline"
            >
              {name}
            </Link>
          ),
          note:
            movement === 'new' || movement === 'gone' ? (
              w(movement)
            ) : (
              <Delta metric={metric} now={now} before={before} period={period} />
            ),
          figure: <span title={format.exact(change, metric.unit)}>{signed(change)}</span>,
          color: change > 0 ? 'var(--bad-mark)' : 'var(--good-mark)',
        };
      })}
    />
  );
}
