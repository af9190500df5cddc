import type { PresenceHistory } from '@pharos/core/api/presence-history';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { presenceHistoryQuery } from '../../../api/presence.ts';
import { Panel } from '../../../components/Panel.tsx';
import { PhaseBadge } from '../../../components/presence/PhaseBadge.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Tokens, When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useNow } from '../../../use-time-range.ts';
import { usersTexts } from '../texts.ts';
import { type Device, devicesOf } from './devices.ts';
import { usePresenceRange } from './presence-range.ts';

/** Whoever is there was heard of in this time: more than the longest after which a project takes a user to be gone. */
const LATELY_MS = 2 * 3_600_000;
const EVERY_MS = 60_000;

/** Whether a user is there now, whatever time the page shows; nothing where nothing was told lately. */
export function UserPhase({ userId }: { userId: string }) {
  const toMs = useNow(EVERY_MS) + EVERY_MS;
  const lately = { from: new Date(toMs - LATELY_MS).toISOString(), to: new Date(toMs).toISOString() };
  const query = useQuery({
    ...presenceHistoryQuery(useProject(), { user: userId, ...lately }),
    placeholderData: keepPreviousData,
  });
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
