export type { ChannelCounts } from './transport/channel.ts';
