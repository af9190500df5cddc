import type { LiveStatus } from '../../api/live-stream.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Dot, type Tone } from '../Badge.tsx';
import { liveWords } from './texts.ts';

const TONES: Record<LiveStatus, Tone> = {
  connecting: 'neutral',
  live: 'good',
  reconnecting: 'warn',
  paused: 'neutral',
};

/** Whether what is shown is so now. */
export function LiveStatusWord({ status }: { status: LiveStatus }) {
  const t = useTexts(liveWords);
  return (
    <span role="status" className="flex items-center gap-1.5 text-sm text-soft">
      <Dot tone={TONES[status]} />
      {t(status)}
    </span>
  );
}
