import type { Movers } from '@pharos/core/api/usage';
import { metricNamed } from '@pharos/core/metrics';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { moversQuery } from '../../../api/usage.ts';
import { valueLabel } from '../../../charts/answer.ts';
import { Delta } from '../../../components/Delta.tsx';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { moverWords } from '../../../components/movers/texts.ts';
import { unitOf, useSigned } from '../../../components/movers/use-signed.ts';
import { Why } from '../../../components/movers/Why.tsx';
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
/** Causes, and what is said of them. */
const EFFECTS = [
  { name: 'volume', hint: 'volumeHint' },
  { name: 'tokensPerRequest', hint: 'tokensPerRequestHint' },
  { name: 'pricePerToken', hint: 'pricePerTokenHint' },
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
            <Why total={movers.total} measure={measure} period={period} className="pb-1" />
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

/** What all others changed by, so that the changes make that of the total. */
function Rest({ rest, measure }: { rest: Movers['rest']; measure: Measure }) {
  const t = useTexts(costTexts);
  const signed = useSigned(measure);
  return rest.change === 0 ? null : (
    <p className="figures pt-1.5 text-xs text-muted">{t('rest', { change: signed(rest.change) })}</p>
  );
}

function useColumns({ measure, by }: Usage, period: string, movers: Movers | undefined): Column<Row>[] {
  const t = useTexts(costTexts);
  const w = useTexts(moverWords);
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
          <span className="text-xs text-muted">{w(movement)}</span>
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
