import type { Suggestion } from '@pharos/core/api/savings';
import { allOf } from '@pharos/core/filter-text';
import { formatDecimal, parseDecimal } from '@pharos/core/pricing/decimal';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ListOf } from '../../../api/telemetry.ts';
import { BarList } from '../../../charts/lists/BarList.tsx';
import { Badge } from '../../../components/Badge.tsx';
import { SidePanel } from '../../../components/SidePanel.tsx';
import { shortName } from '../../../components/span-name.ts';
import { type Column, Table } from '../../../components/Table.tsx';
import { Money, When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { Dismissal } from './Dismissal.tsx';
import { Certainty } from './SuggestionRow.tsx';
import { savingsTexts } from './texts.ts';
import { useWords } from './use-words.ts';

interface SuggestionPanelProps {
  suggestion: Suggestion;
  list: ListOf;
  onClose: () => void;
}

/** A suggestion beside its list: why, what to do, and the traces that it comes from. */
export function SuggestionPanel({ suggestion, list, onClose }: SuggestionPanelProps) {
  const t = useTexts(savingsTexts);
  const project = useProject();
  const { title, why, todo } = useWords()(suggestion);
  const { detector, money, spent, traces, filter } = suggestion;
  const left = restOf(spent, money);
  return (
    <SidePanel narrow label={title} title={title} onClose={onClose}>
      <div className="flex flex-col gap-5 px-4 pt-4 pb-8">
        <div className="flex flex-wrap gap-1.5">
          <Badge>{t(detector)}</Badge>
          <Certainty suggestion={suggestion} />
        </div>
        <BarList
          label={title}
          items={[
            {
              key: 'before',
              label: t('before'),
              value: Number(spent),
              figure: <Money amount={spent} />,
              color: 'var(--series-10)',
            },
            {
              key: 'after',
              label: t('after'),
              value: Number(left),
              figure: <Money amount={left} />,
              color: 'var(--series-4)',
            },
          ]}
        />
        <Part title={t('why')}>
          <p className="text-sm [overflow-wrap:anywhere]">{why}</p>
        </Part>
        <Part title={t('todo')}>
          <p className="text-sm [overflow-wrap:anywhere]">{todo}</p>
        </Part>
        <Part title={t('traces')}>
          {traces.length === 0 ? (
            <p className="text-sm text-muted">{t('noTraces')}</p>
          ) : (
            <Traces traces={traces} project={project} />
          )}
          <Link
            to="/p/$project/traces"
            params={{ project }}
            search={{ from: list.from, to: list.to, filter: allOf(list.filter, filter) }}
            className="self-start text-sm text-accent hover:underline"
          >
            {t('allTraces')}
          </Link>
        </Part>
        <Dismissal suggestion={suggestion} />
      </div>
    </SidePanel>
  );
}

/** What would have been spent, to the last digit. */
function restOf(spent: string, money: string): string {
  const rest = (parseDecimal(spent) ?? 0n) - (parseDecimal(money) ?? 0n);
  return formatDecimal(rest > 0n ? rest : 0n);
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-2">
    <h3 className="text-xs font-medium text-muted">{title}</h3>
    {children}
  </section>
);

type Behind = Suggestion['traces'][number];

/** A trace's amounts are shown at the rate of its own time, as in every list of traces. */
const AmountOf = ({ row, amount }: { row: Behind; amount: string | null }) => (
  <Money amount={amount} {...(row.startTime === null ? {} : { at: row.startTime })} />
);

function Traces({ traces, project }: { traces: readonly Behind[]; project: string }) {
  const t = useTexts(savingsTexts);
  const columns: Column<Behind>[] = [
    {
      id: 'trace',
      header: t('trace'),
      cell: (row) => <span title={row.traceId}>{shortName(row.name) || row.traceId}</span>,
    },
    { id: 'started', header: t('started'), width: '6rem', cell: (row) => <When at={row.startTime} listed /> },
    {
      id: 'cost',
      header: t('cost'),
      width: '4.5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <AmountOf row={row} amount={row.cost} />,
    },
    {
      id: 'atStake',
      header: t('atStake'),
      width: '4.5rem',
      align: 'right',
      cell: (row) => <AmountOf row={row} amount={row.money} />,
    },
  ];
  return (
    <Table
      label={t('traces')}
      columns={columns}
      rows={traces}
      rowKey={({ traceId }) => traceId}
      rowLink={({ traceId }) => ({ to: '/p/$project/traces/$traceId', params: { project, traceId } })}
    />
  );
}
