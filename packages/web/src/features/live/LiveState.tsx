import { Pause, Play } from 'lucide-react';
import type { LiveStatus } from '../../api/live-stream.ts';
import { Button } from '../../components/Button.tsx';
import { LiveStatusWord } from '../../components/live/LiveStatusWord.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { liveTexts } from './texts.ts';

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
      <LiveStatusWord status={status} />
      <Button onClick={() => onPause(!paused)}>
        <Icon className="size-3.5 text-muted" aria-hidden />
        {t(paused ? 'resume' : 'pause')}
      </Button>
    </>
  );
}
