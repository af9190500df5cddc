import type { Movers } from '@pharos/core/api/usage';
import { metricNamed } from '@pharos/core/metrics';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { moversQuery } from '../../../api/usage.ts';
import { valueLabel } from '../../../charts/answer.ts';
import { Delta } from '../../../components/Delta.tsx';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useTracesBehind } from '../../../widgets/use-pick.ts';
import { useWords } from '../../../widgets/words.ts';
import { spendingOverTime } from './charts.ts';
import { DivergingBar } from './DivergingBar.tsx';
import { costTexts } from './texts.ts';
import type { Measure, Usage } from './use-usage.ts';

const SHOWN = 8;
/** Causes, and the texts that tell of them. */
const EFFECTS = [
  { name: 'volume', hint: 'volumeHint', up: 'volumeUp', down: 'volumeDown' },
  {
    name: 'tokensPerRequest',
    hint: 'tokensPerRequestHint',
    up: 'tokensPerRequestUp',
    down: 'tokensPerRequestDown',
  },
  { name: 'pricePerToken', hint: 'pricePerTokenHint', up: 'pricePerTokenUp', down: 'pricePerTokenDown' },
] as const;

type Row = Movers['movers'][number];

/** Who made the difference to the period before, and whether by more calls, longer ones or dearer tokens. */
export function MoversPanel({ usage, period }: { usage: Usage; period: string }) {
  const { measure, by, filter, asked } = usage;
  const t = useTexts(costTexts);
  const project = useProject();
  const fieldName = useFieldName();
  const { from, to, filters = [], search = '' } = asked;
  const query = useQuery(
    moversQuery(project, { metric: measure, by, from, to, filters, search, limit: SHOWN }),
  );
  const widget = useMemo(
    () => spendingOverTime(measure, by, { filter, bucketSeconds: asked.bucketSeconds }),
    [measure, by, filter, asked.bucketSeconds],
  );
  const behind = useTracesBehind(widget);
  const columns = useColumns(usage, period, query.data);
  return (
    <QueryPanel
      title={t('movers')}
      note={t('moversNote', { name: fieldName(by), period })}
      query={query}
      height={SHOWN * 36}
      skeleton="rows"
    >
      {(movers) =>
        movers.movers.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('nothingMoved')}</p>
        ) : (
          <>
            <Why total={movers.total} measure={measure} period={period} />
            <Table
              label={t('movers')}
              columns={columns}
              rows={movers.movers}
              rowKey={({ key }) => key}
              rowLink={({ key }) => behind({ group: [key] }) ?? { to: '.' }}
            />
            <Rest rest={movers.rest} measure={measure} />
          </>
        )
      }
    </QueryPanel>
  );
}

const unitOf = (measure: Measure) => (measure === 'cost' ? 'usd' : 'tokens');

/** A change in the unit of the measure, with its sign. */
function useSigned(measure: Measure): (value: number) => string {
  const format = useFormat();
  return (value) =>
    value === 0 ? '0' : `${value < 0 ? '\u2212' : '+'}${format.unit(Math.abs(value), unitOf(measure))}`;
}

/** What all others changed by, so that the changes make that of the total. */
function Rest({ rest, measure }: { rest: Movers['rest']; measure: Measure }) {
  const t = useTexts(costTexts);
  const signed = useSigned(measure);
  return rest.change === 0 ? null : (
    <p className="figures pt-1.5 text-xs text-muted">{t('rest', { change: signed(rest.change) })}</p>
  );
}

/** Why all of it changed, in words: the causes that matter. */
function Why({ total, measure, period }: { total: Movers['total']; measure: Measure; period: string }) {
  const t = useTexts(costTexts);
  const signed = useSigned(measure);
  const least = Math.abs(total.change) * 0.005;
  const causes = EFFECTS.map(({ name, up, down }) => ({
    name: total.effects[name] > 0 ? up : down,
    value: total.effects[name],
  }))
    .filter(({ value }) => Math.abs(value) > least)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return (
    <p className="pb-1 text-xs text-muted">
      <span className="text-soft">{t('changedBy', { change: signed(total.change), period })}</span>{' '}
      {causes.map(({ name, value }) => `${t(name)} ${signed(value)}`).join(' · ')}
    </p>
  );
}

function useColumns({ measure, by }: Usage, period: string, movers: Movers | undefined): Column<Row>[] {
  const t = useTexts(costTexts);
  const format = useFormat();
  const words = useWords();
  const fieldName = useFieldName();
  const unit = unitOf(measure);
  const most = Math.max(0, ...(movers?.movers ?? []).map(({ change }) => Math.abs(change)));
  const mostEffect = Math.max(
    0,
    ...(movers?.movers ?? []).flatMap(({ effects }) => EFFECTS.map(({ name }) => Math.abs(effects[name]))),
  );
  const signed = useSigned(measure);
  const effect = ({ name, hint }: (typeof EFFECTS)[number]): Column<Row> => ({
    id: name,
    header: <span title={t(hint)}>{t(name)}</span>,
    width: '6.5rem',
    align: 'right',
    wideOnly: true,
    cell: ({ effects }) => (
      <DivergingBar
        value={effects[name]}
        most={mostEffect}
        text={signed(effects[name])}
        exact={format.exact(effects[name], unit)}
      />
    ),
  });
  return [
    {
      id: 'key',
      header: fieldName(by),
      cell: ({ key }) => {
        const label = valueLabel(by, key, words);
        return <span title={label}>{label}</span>;
      },
    },
    {
      id: 'change',
      header: t('change'),
      width: '8rem',
      align: 'right',
      cell: ({ change }) => (
        <DivergingBar
          value={change}
          most={most}
          text={signed(change)}
          exact={format.exact(change, unit)}
          strong
        />
      ),
    },
    {
      id: 'relative',
      header: <span className="sr-only">{t('relative')}</span>,
      width: '5.5rem',
      align: 'right',
      cell: ({ before, now, movement }) =>
        movement === 'new' || movement === 'gone' ? (
          <span className="text-xs text-muted">{t(movement)}</span>
        ) : (
          <Delta
            metric={metricNamed(measure) ?? { unit, better: 'neither' }}
            now={now}
            before={before}
            period={period}
          />
        ),
    },
    ...(measure === 'cost' ? EFFECTS : EFFECTS.slice(0, 2)).map(effect),
  ];
}
