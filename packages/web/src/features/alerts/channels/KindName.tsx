import type { ChannelKind } from '@pharos/core/channels/config';
import {
  BellRing,
  Hash,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessagesSquare,
  Send,
  Siren,
  UsersRound,
  Webhook,
} from 'lucide-react';
import { useTexts } from '../../../i18n/i18n.ts';
import { channelTexts } from './texts.ts';

const ICONS: Record<ChannelKind, LucideIcon> = {
  webhook: Webhook,
  email: Mail,
  slack: Hash,
  teams: UsersRound,
  feishu: Send,
  dingtalk: MessageCircle,
  wecom: MessagesSquare,
  pagerduty: Siren,
  alertmanager: BellRing,
};

export function KindName({ kind }: { kind: ChannelKind }) {
  const t = useTexts(channelTexts);
  const Icon = ICONS[kind];
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-soft" title={t(`kind_${kind}`)}>
      <Icon className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="truncate max-sm:sr-only">{t(`kind_${kind}`)}</span>
    </span>
  );
}
