import type { Channel } from '@pharos/core/api/channels';
import { useQuery } from '@tanstack/react-query';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { channelsQuery } from '../../../api/channels.ts';
import { useRole } from '../../../api/me.ts';
import { membersQuery } from '../../../api/members.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { escalationTexts } from './texts.ts';

/** Something that can be chosen. */
export interface Named {
  value: string;
  label: string;
}

const NO_CHANNELS: readonly Channel[] = [];

/** Names of whom and what a project can tell. Channels are for admins alone to see. */
export function useNames(project: string) {
  const t = useTexts(escalationTexts);
  const seesChannels = atLeast(useRole(project), 'admin');
  const people: Named[] = (useQuery(membersQuery(project)).data ?? []).map(({ id, name }) => ({
    ...{ value: id, label: name },
  }));
  const schedules: Named[] = (useQuery(alertDocumentsQuery(project, 'schedule')).data ?? []).map(
    ({ id, name }) => ({ value: id, label: name }),
  );
  const found = useQuery({ ...channelsQuery(project), enabled: seesChannels }).data ?? NO_CHANNELS;
  const channels: Named[] = found.map(({ id, name }) => ({ value: id, label: name }));
  const keyed = (type: 'person' | 'schedule' | 'channel', all: readonly Named[]): Named[] =>
    all.map(({ value, label }) => ({
      value: `${type}:${value}`,
      label: t(`target_${type}`, { name: label }),
    }));
  const targets = [
    ...keyed('person', people),
    ...keyed('schedule', schedules),
    ...keyed('channel', channels),
  ];
  return { people, channels, targets, seesChannels };
}

/** The name of a choice; its id where it has none, as of somebody who left. */
export const nameOf = (all: readonly Named[], value: string): string =>
  all.find((each) => each.value === value)?.label ?? value;
