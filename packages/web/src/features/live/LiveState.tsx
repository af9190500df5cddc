import { Pause, Play } from 'lucide-react';
import type { LiveStatus } from '../../api/live-stream.ts';
import { Dot, type Tone } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { liveTexts } from './texts.ts';

const TONES: Record<LiveStatus, Tone> = {
  connecting: 'neutral',
  live: 'good',
  reconnecting: 'warn',
  paused: 'neutral',
};

interface LiveStateProps {
  status: LiveStatus;
  paused: boolean;
  onPause: (paused: boolean) => void;
}

/** Whether what is shown is so now; pressed, it pauses and goes on. */
export function LiveState({ status, paused, onPause }: LiveStateProps) {
  const t = useTexts(liveTexts);
  const Icon = paused ? Play : Pause;
  return (
    <>
      <span role="status" className="flex items-center gap-1.5 text-sm text-soft">
        <Dot tone={TONES[status]} />
        {t(status)}
      </span>
      <Button onClick={() => onPause(!paused)}>
        <Icon className="size-3.5 text-muted" aria-hidden />
        {t(paused ? 'resume' : 'pause')}
      </Button>
    </>
  );
}
