import { readIn } from '@pharos/core/local-text';
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Minimize2, Pause, Play } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { dashboardQuery } from '../../../api/dashboards.ts';
import { IconButton } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PanelSkeleton } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { ProjectAmounts } from '../../../shell/ProjectAmounts.tsx';
import { useShortcuts } from '../../../shortcuts.ts';
import { useUrlState } from '../../../url-state.ts';
import { useAwake } from '../../../use-awake.ts';
import { useProject } from '../../../use-project.ts';
import { useNow } from '../../../use-time-range.ts';
import { ROW_PX } from '../view/layout.ts';
import { wallSchema } from './address.ts';
import { slidesOf } from './slides.ts';
import { wallTexts } from './texts.ts';
import { useStillPointer, useTurns, useWindowSize } from './use-wall.ts';
import { WallSlide } from './WallSlide.tsx';

/** As wide as this a page looks as it does at a desk; a wider screen shows it larger. */
const DESK_PX = 1280;
/** What is left of the height for widgets, in pixels of the desk. */
const AROUND_PX = 88;

/** Dashboards that take turns on the whole screen. */
export function WallPage() {
  const project = useProject();
  return (
    <ProjectAmounts project={project}>
      <Wall project={project} />
    </ProjectAmounts>
  );
}

function Wall({ project }: { project: string }) {
  const t = useTexts(wallTexts);
  const navigate = useNavigate();
  const language = useLanguage();
  const [{ dashboards, tabs, every }] = useUrlState(wallSchema);
  const { width, height } = useWindowSize();
  const zoom = Math.max(1, width / DESK_PX);
  const rows = Math.max(4, Math.floor((height / zoom - AROUND_PX) / ROW_PX));
  const ids = dashboards.split(',').filter(Boolean);
  const loaded = useQueries({
    queries: ids.map((id) => dashboardQuery(project, id)),
    combine: (results) => ({
      pending: results.some(({ isPending }) => isPending),
      data: results.flatMap(({ data }) => data ?? []),
    }),
  });
  const slides = useMemo(
    () => (loaded.pending ? [] : slidesOf(loaded.data, tabs !== undefined, rows)),
    [loaded, tabs, rows],
  );
  const turns = useTurns(slides.length, every * 1000);
  const still = useStillPointer();
  useAwake();
  const slide = slides[turns.at];
  const title = slide ? readIn(slide.dashboard.document.title, language) : '';
  useEffect(() => {
    document.title = `${title} · Pharos`;
  }, [title]);
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    void navigate({ to: '/p/$project/dashboards', params: { project } });
  };
  useShortcuts([
    { keys: 'Escape', label: t('leave'), run: leave },
    { keys: 'ArrowRight', label: t('next'), run: () => turns.go(1) },
    { keys: 'ArrowLeft', label: t('previous'), run: () => turns.go(-1) },
    { keys: ' ', label: t(turns.paused ? 'goOn' : 'pause'), run: turns.pause },
  ]);
  const next = slides[(turns.at + 1) % Math.max(1, slides.length)];
  return (
    <main id="content" className={cx('fixed inset-0 overflow-hidden bg-surface', still && 'cursor-none')}>
      <div style={{ zoom }} className="flex flex-col px-8 pt-5">
        <header className="mb-4 flex h-9 items-center gap-3">
          <h1 className="min-w-0 truncate text-xl font-semibold">{title}</h1>
          {slide?.tab && <span className="text-lg text-muted">{readIn(slide.tab, language)}</span>}
          {slides.length > 1 && (
            <span className="figures text-sm text-muted">
              {t('of', { at: turns.at + 1, count: slides.length })}
              {turns.paused && ` · ${t('paused')}`}
            </span>
          )}
          <div className={cx('ml-auto flex items-center', still && 'invisible')}>
            <IconButton label={t('previous')} keys="ArrowLeft" onClick={() => turns.go(-1)}>
              <ChevronLeft className="size-4" aria-hidden />
            </IconButton>
            <IconButton label={t(turns.paused ? 'goOn' : 'pause')} onClick={turns.pause}>
              {turns.paused ? (
                <Play className="size-4" aria-hidden />
              ) : (
                <Pause className="size-4" aria-hidden />
              )}
            </IconButton>
            <IconButton label={t('next')} keys="ArrowRight" onClick={() => turns.go(1)}>
              <ChevronRight className="size-4" aria-hidden />
            </IconButton>
            <IconButton label={t('leave')} keys="Escape" onClick={leave}>
              <Minimize2 className="size-4" aria-hidden />
            </IconButton>
          </div>
          <Clock />
        </header>
        {loaded.pending && <PanelSkeleton height={320} shape="chart" />}
        {!loaded.pending && !slide && <EmptyState title={t('none')} />}
        <div className="relative">
          {/* The one to come is made ready out of sight. */}
          {[slide, next].map(
            (each, nth) =>
              each &&
              (nth === 0 || each !== slide) && <WallSlide key={each.key} slide={each} seen={nth === 0} />,
          )}
        </div>
      </div>
    </main>
  );
}

function Clock() {
  const format = useFormat();
  const now = useNow(1000);
  return <time className="figures text-xl font-semibold">{format.timeOfDay(now)}</time>;
}
