import type { StoredQuota } from '@pharos/core/api/quotas';
import { useTexts } from '../../i18n/i18n.ts';
import { Badge } from '../Badge.tsx';
import { STANDING_TONE, type Standing } from './standing.ts';
import { quotaWords } from './texts.ts';

interface StandingBadgeProps {
  standing: Standing;
  quota: Pick<StoredQuota, 'action' | 'onUnavailable'>;
}

/** How a quota is doing in a word; on hover what that means. */
export function StandingBadge({ standing, quota }: StandingBadgeProps) {
  const t = useTexts(quotaWords);
  return (
    <Badge tone={STANDING_TONE[standing]} title={t(hintOf(standing, quota))}>
      {t(standing)}
    </Badge>
  );
}

/** The key of the text that says what a standing means, and what follows. */
export const hintOf = (standing: Standing, { action, onUnavailable }: StandingBadgeProps['quota']) =>
  standing === 'unavailable'
    ? (`hint_unavailable_${action === 'deny' ? onUnavailable : 'notify'}` as const)
    : (`hint_${standing}` as const);
