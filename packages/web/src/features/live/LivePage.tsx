import { useNavigate } from '@tanstack/react-router';
import { Maximize2 } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../../api/live-stream.ts';
import { IconButton } from '../../components/Button.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useProject } from '../../use-project.ts';
import { LiveBoard, TOPICS } from './LiveBoard.tsx';
import { LiveState } from './LiveState.tsx';
import { liveTexts } from './texts.ts';

/** What goes on now, by itself. */
export function LivePage() {
  const t = useTexts(liveTexts);
  const project = useProject();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const now = useLive(project, TOPICS, paused);
  const toWall = () => {
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    void navigate({ to: '/p/$project/live/wall', params: { project }, search: (before) => before });
  };
  useShortcuts([
    { keys: ' ', label: t(paused ? 'resume' : 'pause'), run: () => setPaused(!paused) },
    { keys: 'f', label: t('wall'), run: toWall },
  ]);
  return (
    <Page
      title={t('title')}
      fill
      actions={
        <>
          <LiveState status={now.status} paused={paused} onPause={setPaused} />
          <IconButton label={t('wall')} keys="f" onClick={toWall}>
            <Maximize2 className="size-4" aria-hidden />
          </IconButton>
        </>
      }
    >
      <div className="scroll-thin flex h-full flex-col overflow-auto px-4 py-4 sm:px-5">
        <LiveBoard now={now} />
      </div>
    </Page>
  );
}
