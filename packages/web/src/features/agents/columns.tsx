import type { ApiAgent } from '@pharos/core/api/agents';
import { InstanceDots } from '../../components/agents/InstanceDots.tsx';
import { useReasonText } from '../../components/agents/reason.ts';
import { State } from '../../components/agents/State.tsx';
import type { Column } from '../../components/Table.tsx';
import { Absent, Duration, Tokens, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { LastError } from './LastError.tsx';
import { agentsTexts } from './texts.ts';

/** What is told of an agent in a row. */
export function useColumns(): Column<ApiAgent>[] {
  const t = useTexts(agentsTexts);
  const format = useFormat();
  const reasonText = useReasonText();
  return [
    { id: 'state', header: t('state'), width: '6.5rem', cell: (row) => <State {...row} /> },
    {
      id: 'agent',
      header: t('agent'),
      cell: (row) => (
        <span className="block py-1.5 whitespace-normal">
          <span title={row.name} className="block truncate font-medium">
            {row.name}
          </span>
          <span className="line-clamp-2 text-xs text-muted max-sm:line-clamp-3">
            {reasonText(row.reason)}
          </span>
        </span>
      ),
    },
    {
      id: 'since',
      header: t('since'),
      width: '6rem',
      wideOnly: true,
      cell: (row) => <When at={row.since} />,
    },
    {
      id: 'instances',
      header: t('instances'),
      width: '7rem',
      wideOnly: true,
      cell: (row) => <InstanceDots instances={row.instances} />,
    },
    {
      id: 'inFlight',
      header: <span title={t('inFlightHint')}>{t('inFlight')}</span>,
      width: '4.5rem',
      align: 'right',
      cell: (row) => (row.runsInFlight > 0 ? <Tokens count={row.runsInFlight} /> : <Absent />),
    },
    {
      id: 'requests',
      header: t('requests'),
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.lastHour.requests} />,
    },
    {
      id: 'success',
      header: t('success'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ lastHour: { successRate } }) =>
        successRate === null ? <Absent /> : format.percent(successRate),
    },
    {
      id: 'p95',
      header: t('p95'),
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Duration ms={row.lastHour.p95Ms} />,
    },
    {
      id: 'lastError',
      header: t('lastError'),
      width: 'clamp(7rem, 15vw, 16rem)',
      wideOnly: true,
      cell: (row) => <LastError lastError={row.lastError} />,
    },
  ];
}
