import type { Incident } from '@pharos/core/api/incidents';
import { useHandling } from '../../../components/incidents/handling.ts';
import { SeverityBadge } from '../../../components/incidents/SeverityBadge.tsx';
import type { Column } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { Lasted, StateBadge, ValueAgainstLimit } from './marks.tsx';
import { incidentTexts } from './texts.ts';

export function useColumns(): Column<Incident>[] {
  const t = useTexts(incidentTexts);
  const handling = useHandling();
  return [
    {
      id: 'severity',
      header: t('severity'),
      width: 'clamp(4.75rem, 10vw, 6rem)',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'incident',
      header: t('incident'),
      cell: (incident) => (
        <span className="block py-1.5" title={incident.title}>
          <span className="block truncate font-medium max-sm:line-clamp-2 max-sm:whitespace-normal">
            {incident.title}
          </span>
          <span className="block truncate text-xs text-muted max-sm:whitespace-normal">
            {handling(incident)}
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 'clamp(5rem, 10vw, 6.5rem)',
      cell: ({ state }) => <StateBadge state={state} />,
    },
    {
      id: 'value',
      header: t('value'),
      width: '11rem',
      align: 'right',
      wideOnly: true,
      cell: (incident) => <ValueAgainstLimit incident={incident} />,
    },
    {
      id: 'since',
      header: t('since'),
      width: 'clamp(4.5rem, 10vw, 8rem)',
      align: 'right',
      cell: ({ openedAt }) => <When at={openedAt} listed />,
    },
    {
      id: 'duration',
      header: t('duration'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: (incident) => <Lasted incident={incident} />,
    },
  ];
}
