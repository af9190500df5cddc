import type { ChannelKind } from '@pharos/core/channels/config';
import { alertmanager } from './alertmanager.ts';
import { dingtalk } from './dingtalk.ts';
import { email } from './email.ts';
import { feishu } from './feishu.ts';
import type { Kind } from './kind.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

/** How each kind of channel is told something. */
export const KINDS: Readonly<Record<ChannelKind, Kind>> = {
  webhook,
  email,
  slack,
  teams,
  feishu,
  dingtalk,
  wecom,
  pagerduty,
  alertmanager,
};
