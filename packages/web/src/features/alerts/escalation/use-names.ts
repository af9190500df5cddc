import { useQuery } from '@tanstack/react-query';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { membersQuery } from '../../../api/members.ts';
import type { Named } from '../../../components/form/named.ts';
import { useChannelNames } from '../../../components/form/use-channel-names.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { escalationTexts } from './texts.ts';

/** Names of whom and what a project can tell. */
export function useNames(project: string) {
  const t = useTexts(escalationTexts);
  const { channels } = useChannelNames(project);
  const people: Named[] = (useQuery(membersQuery(project)).data ?? []).map(({ id, name }) => ({
    ...{ value: id, label: name },
  }));
  const schedules: Named[] = (useQuery(alertDocumentsQuery(project, 'schedule')).data ?? []).map(
    ({ id, name }) => ({ value: id, label: name }),
  );
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
  return { people, channels, targets };
}
