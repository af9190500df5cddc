import type { Channel } from '@pharos/core/api/channels';
import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../api/channels.ts';
import { useRole } from '../../api/me.ts';
import { atLeast } from '../../rights.ts';
import type { Named } from './named.ts';

const NO_CHANNELS: readonly Channel[] = [];

interface ChannelNames {
  channels: Named[];
  /** They have been asked for; until then there seem to be none. */
  areKnown: boolean;
  seesChannels: boolean;
}

/** Channels by name; they are for admins alone to see. */
export function useChannelNames(project: string): ChannelNames {
  const seesChannels = atLeast(useRole(project), 'admin');
  const { data } = useQuery({ ...channelsQuery(project), enabled: seesChannels });
  const channels = (data ?? NO_CHANNELS).map(({ id, name }) => ({ value: id, label: name }));
  return { channels, areKnown: data !== undefined, seesChannels };
}
