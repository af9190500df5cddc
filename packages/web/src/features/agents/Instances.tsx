import type { ApiAgent } from '@pharos/core/api/agents';
import { useReasonText } from '../../components/agents/reason.ts';
import { State } from '../../components/agents/State.tsx';
import { Panel } from '../../components/Panel.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { agentsTexts } from './texts.ts';

type Instance = ApiAgent['instances'][number];

/** The processes it lives in, each with its own state. */
export function Instances({ instances }: Pick<ApiAgent, 'instances'>) {
  const t = useTexts(agentsTexts);
  const columns = useColumns();
  return (
    <Panel
      title={t('instances')}
      note={instances.length > 0 && instances.length}
      className="shrink-0 border-t pt-3"
    >
      {instances.length === 0 ? (
        <p className="py-3 text-sm text-muted">{t('noInstances')}</p>
      ) : (
        <Table
          label={t('instances')}
          columns={columns}
          rows={instances}
          rowKey={({ instance }) => instance}
        />
      )}
    </Panel>
  );
}

function useColumns(): Column<Instance>[] {
  const t = useTexts(agentsTexts);
  const reasonText = useReasonText();
  const text = (value: string) => (value ? <span title={value}>{value}</span> : <Absent />);
  return [
    { id: 'state', header: t('state'), width: '6.5rem', cell: (row) => <State {...row} /> },
    {
      id: 'instance',
      header: t('instance'),
      cell: (row) => (
        <span className="block py-1.5 whitespace-normal">
          <span title={row.instance} className="block truncate font-mono text-xs">
            {row.instance}
          </span>
          <span className="line-clamp-2 text-xs text-muted">{reasonText(row.reason)}</span>
        </span>
      ),
    },
    { id: 'version', header: t('version'), width: '6rem', wideOnly: true, cell: (row) => text(row.version) },
    { id: 'host', header: t('host'), width: '10rem', wideOnly: true, cell: (row) => text(row.host) },
    { id: 'since', header: t('since'), width: '7rem', cell: (row) => <When at={row.since} /> },
    {
      id: 'heard',
      header: t('heard'),
      width: '7rem',
      wideOnly: true,
      cell: (row) => <When at={row.lastHeardAt} />,
    },
    {
      id: 'inFlight',
      header: t('inFlight'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.runsInFlight} />,
    },
  ];
}
