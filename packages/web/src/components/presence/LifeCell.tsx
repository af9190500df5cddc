import type { SessionLife } from '@pharos/core/api/session-list';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Dot } from '../Badge.tsx';
import { presenceTexts } from './texts.ts';

/** Where a session stands; what became of it last, when, and how often it was resumed, is told on demand. */
export function LifeCell({ life: { phase, event, at, by, resumed } }: { life: SessionLife }) {
  const t = useTexts(presenceTexts);
  const format = useFormat();
  const what = t(by === 'timeout' ? 'timeout' : `event_${event}`);
  const again = resumed > 0 ? t('resumedTimes', { count: resumed }) : '';
  const when = format.fullTime(Date.parse(at));
  return (
    <span
      title={[`${what}, ${when}`, again].filter(Boolean).join(' · ')}
      className="flex items-center gap-1.5"
    >
      <Dot tone={phase === 'active' ? 'good' : 'neutral'} />
      <span className="truncate">{phase === 'ended' ? what : t(`phase_${phase}`)}</span>
      {resumed > 0 && <span className="figures shrink-0 text-xs text-muted">↻ {format.count(resumed)}</span>}
    </span>
  );
}
