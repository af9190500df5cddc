import { Pause, Play } from 'lucide-react';
import type { LiveState } from '../../api/live.ts';
import { Dot } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { tracesTexts } from './texts.ts';

interface LiveSwitchProps {
  connection: LiveState;
  following: boolean;
  onFollow: (following: boolean) => void;
}

/** Whether new traces come in by themselves. */
export function LiveSwitch({ connection, following, onFollow }: LiveSwitchProps) {
  const t = useTexts(tracesTexts);
  const lost = connection === 'lost';
  return (
    <Button
      aria-pressed={following}
      title={t(following ? 'pause' : 'resume')}
      onClick={() => onFollow(!following)}
    >
      <Dot tone={lost ? 'warn' : following ? 'good' : 'neutral'} />
      {t(lost ? 'lost' : following ? 'live' : 'paused')}
      {following ? (
        <Pause className="size-3.5 text-muted" aria-hidden />
      ) : (
        <Play className="size-3.5 text-muted" aria-hidden />
      )}
    </Button>
  );
}
