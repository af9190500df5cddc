import type { ApiPathRun, ApiRunPath } from '@pharos/core/api/paths';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { runPathQuery } from '../../../api/paths.ts';
import { Dot } from '../../../components/Badge.tsx';
import { IconButton } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { Duration, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { useMedia } from '../../../use-media.ts';
import { useProject } from '../../../use-project.ts';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';

const STEP_MS = 700;

/** One run, step by step; where it stands is drawn in the graph. */
export function RunReplay({ agent, run }: { agent: string; run: Pick<ApiPathRun, 'traceId' | 'spanId'> }) {
  const project = useProject();
  const query = useQuery(runPathQuery(project, agent, run));
  if (query.isError) return <PartError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={8} />;
  return <Steps key={`${run.traceId} ${run.spanId}`} path={query.data} />;
}

function Steps({ path }: { path: ApiRunPath }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const project = useProject();
  const { state, goTo } = usePathsState();
  const last = path.steps.length - 1;
  const at = Math.min(state.at ?? 0, last);
  const [isPlaying, setPlaying] = useState(false);
  const still = useMedia('(prefers-reduced-motion: reduce)', true);
  const list = useRef<HTMLOListElement>(null);
  const go = (to: number) => goTo(Math.max(0, Math.min(last, to)));
  const play = () => {
    if (!isPlaying && at === last) go(0);
    setPlaying(!isPlaying);
  };
  useShortcuts([
    { keys: 'n', label: t('next'), run: () => go(at + 1) },
    { keys: 'p', label: t('previous'), run: () => go(at - 1) },
  ]);
  const next = useRef(() => {});
  next.current = () => (at < last ? go(at + 1) : setPlaying(false));
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => next.current(), STEP_MS);
    return () => clearInterval(timer);
  }, [isPlaying]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' });
  }, [at]);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <When at={path.startTime} relative={false} />
        <Duration ms={path.durationMs} />
        <span className="figures">{format.money(path.cost)}</span>
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId: path.traceId }}
          search={{ span: path.spanId }}
          className="text-accent hover:underline"
        >
          {t('openTrace')}
        </Link>
      </p>
      <div className="flex items-center gap-1">
        <IconButton label={t('previous')} keys="p" disabled={at === 0} onClick={() => go(at - 1)}>
          <ChevronLeft className="size-4" aria-hidden />
        </IconButton>
        {!still && (
          <IconButton label={t(isPlaying ? 'pause' : 'play')} onClick={play}>
            {isPlaying ? <Pause className="size-4" aria-hidden /> : <Play className="size-4" aria-hidden />}
          </IconButton>
        )}
        <IconButton label={t('next')} keys="n" disabled={at === last} onClick={() => go(at + 1)}>
          <ChevronRight className="size-4" aria-hidden />
        </IconButton>
        <span aria-live="polite" className="figures ml-2 text-xs text-muted">
          {t('ofSteps', { at: format.count(at + 1), count: format.count(last + 1) })}
        </span>
      </div>
      <ol ref={list} className="divide-y text-sm">
        {path.steps.map((step, i) => (
          <li key={step.spanId}>
            <button
              type="button"
              aria-current={i === at ? 'step' : undefined}
              onClick={() => go(i)}
              className={cx(
                'flex h-8 w-full items-center gap-2 px-2 text-left hover:bg-hover focus-visible:-outline-offset-2',
                i === at && 'bg-accent-soft font-medium hover:bg-accent-soft',
                i > at && 'text-muted',
              )}
            >
              <span className="figures w-14 shrink-0 text-xs text-muted">
                +{format.duration(step.offsetMs)}
              </span>
              <KindIcon kind={step.kind} />
              <span className="min-w-0 flex-1 truncate" title={step.label}>
                {step.label}
              </span>
              {step.failed && (
                <span className="flex items-center gap-1 text-xs text-bad">
                  <Dot tone="bad" />
                  {t('error')}
                </span>
              )}
              <span className="figures text-xs text-muted">{format.duration(step.durationMs)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
