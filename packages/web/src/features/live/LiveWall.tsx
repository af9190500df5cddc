import { useNavigate } from '@tanstack/react-router';
import { Minimize2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLive } from '../../api/live-stream.ts';
import { IconButton } from '../../components/Button.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ProjectAmounts } from '../../shell/ProjectAmounts.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useAwake } from '../../use-awake.ts';
import { useProject } from '../../use-project.ts';
import { useNow } from '../../use-time-range.ts';
import { LiveBoard, TOPICS } from './LiveBoard.tsx';
import { LiveState } from './LiveState.tsx';
import { liveTexts } from './texts.ts';

/** The live page on the whole screen, for a wall. */
export function LiveWall() {
  const project = useProject();
  return (
    <ProjectAmounts project={project}>
      <Wall project={project} />
    </ProjectAmounts>
  );
}

function Wall({ project }: { project: string }) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const now = useLive(project, TOPICS, paused);
  const atMs = useNow(1000) + now.aheadMs;
  useAwake();
  useEffect(() => {
    document.title = `${t('title')} · Pharos`;
  }, [t]);
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    void navigate({ to: '/p/$project/live', params: { project }, search: (before) => before });
  };
  useShortcuts([
    { keys: 'Escape', label: t('leaveWall'), run: leave },
    { keys: ' ', label: t(paused ? 'resume' : 'pause'), run: () => setPaused(!paused) },
  ]);
  return (
    <main
      id="content"
      className="scroll-thin fixed inset-0 flex flex-col gap-3 overflow-auto bg-surface px-4 py-4 sm:px-6"
    >
      <header className="flex h-9 shrink-0 items-center gap-3">
        <h1 className="min-w-0 flex-1 truncate text-xl font-semibold">{t('title')}</h1>
        <LiveState status={now.status} paused={paused} onPause={setPaused} />
        <IconButton label={t('leaveWall')} keys="Escape" onClick={leave}>
          <Minimize2 className="size-4" aria-hidden />
        </IconButton>
        <time className="figures text-xl font-semibold max-sm:hidden">{format.timeOfDay(atMs)}</time>
      </header>
      <LiveBoard now={now} />
    </main>
  );
}
