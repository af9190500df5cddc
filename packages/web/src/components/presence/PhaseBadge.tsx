import type { PresenceHistory } from '@pharos/core/api/presence-history';
import { useTexts } from '../../i18n/i18n.ts';
import { Badge, type Tone } from '../Badge.tsx';
import { presenceTexts } from './texts.ts';

type Phase = PresenceHistory['sessions'][number]['phase'];

const TONE: Readonly<Record<Phase, Tone>> = { active: 'good', idle: 'neutral', ended: 'neutral' };

/** Whether somebody is there. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const t = useTexts(presenceTexts);
  return <Badge tone={TONE[phase]}>{t(`phase_${phase}`)}</Badge>;
}
