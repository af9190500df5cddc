import { useQuery } from '@tanstack/react-query';
import { channelNamesQuery } from '../../api/channels.ts';
import type { Named } from './named.ts';

interface ChannelNames {
  channels: Named[];
  /** They have been asked for; until then there seem to be none. */
  areKnown: boolean;
}

/** Channels by name. */
export function useChannelNames(project: string): ChannelNames {
  const { data } = useQuery(channelNamesQuery(project));
  const channels = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return { channels, areKnown: data !== undefined };
}
