import type { Channel } from '@pharos/core/api/channels';
import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../api/channels.ts';
import { useRole } from '../../api/me.ts';
import { atLeast } from '../../rights.ts';
import type { Named } from './named.ts';

const NO_CHANNELS: readonly Channel[] = [];

/** Channels by name; they are for admins alone to see. */
export function useChannelNames(project: string): { channels: Named[]; seesChannels: boolean } {
  const seesChannels = atLeast(useRole(project), 'admin');
  const found = useQuery({ ...channelsQuery(project), enabled: seesChannels }).data ?? NO_CHANNELS;
  return { channels: found.map(({ id, name }) => ({ value: id, label: name })), seesChannels };
}
