import type { PresenceHistory } from '@pharos/core/api/presence-history';
import { useQuery } from '@tanstack/react-query';
import { presenceHistoryQuery } from '../../../api/presence.ts';
import { Panel } from '../../../components/Panel.tsx';
import { PhaseBadge } from '../../../components/presence/PhaseBadge.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Tokens, When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { usersTexts } from '../texts.ts';
import { type Device, devicesOf } from './devices.ts';
import { usePresenceRange } from './presence-range.ts';

/** Whether a user is there now, as was told last; nothing where nothing was told. */
export function UserPhase({ userId }: { userId: string }) {
  const query = useQuery(presenceHistoryQuery(useProject(), { user: userId, ...usePresenceRange() }));
  const sessions = query.data?.sessions ?? [];
  const phase = PHASES.find((each) => sessions.some((session) => session.phase === each));
  return phase && <PhaseBadge phase={phase} />;
}

/** In the order in which one counts before another. */
const PHASES: readonly PresenceHistory['sessions'][number]['phase'][] = ['active', 'idle', 'ended'];

/** From where a user is there: platforms, countries and languages, those seen last first. */
export function UserDevices({ userId }: { userId: string }) {
  const t = useTexts(usersTexts);
  const query = useQuery(presenceHistoryQuery(useProject(), { user: userId, ...usePresenceRange() }));
  const rows = devicesOf(query.data?.sessions ?? []);
  if (rows.length === 0) return null;
  const columns: Column<Device>[] = [
    { id: 'platform', header: t('platform'), cell: ({ platform }) => platform || t('unknown') },
    { id: 'country', header: t('country'), width: '6rem', cell: ({ country }) => country || '–' },
    { id: 'locale', header: t('locale'), width: '6rem', wideOnly: true, cell: ({ locale }) => locale || '–' },
    {
      id: 'sessions',
      header: t('sessions'),
      width: '6rem',
      align: 'right',
      cell: ({ sessions }) => <Tokens count={sessions} />,
    },
    { id: 'lastSeen', header: t('lastSeen'), width: '8rem', cell: ({ lastSeen }) => <When at={lastSeen} /> },
  ];
  return (
    <Panel title={t('devices')} note={t('devicesNote')} className="shrink-0 border-t pt-3">
      <Table
        label={t('devices')}
        columns={columns}
        rows={rows}
        rowKey={({ platform, country, locale }) => JSON.stringify([platform, country, locale])}
      />
    </Panel>
  );
}
