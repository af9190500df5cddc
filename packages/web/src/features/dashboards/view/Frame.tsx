import { Link } from '@tanstack/react-router';
import { Minimize2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { Page } from '../../../shell/Page.tsx';
import { useRangeLabel } from '../../../shell/RangePicker.tsx';
import { useShortcuts } from '../../../shortcuts.ts';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { dashboardTexts } from '../texts.ts';
import { useAddress } from './address.ts';

interface FrameProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A dashboard as a page of the product, or alone on the whole screen: `f` changes between them. */
export function Frame({ title, actions, children }: FrameProps) {
  const t = useTexts(dashboardTexts);
  const project = useProject();
  const { search } = useTimeRange();
  const [{ full }, set] = useAddress();
  const isFull = full !== undefined;
  const toggle = () => {
    if (isFull && document.fullscreenElement) void document.exitFullscreen();
    if (!isFull) void document.documentElement.requestFullscreen?.().catch(() => {});
    set({ full: isFull ? undefined : '1' }, { replace: true });
  };
  useShortcuts([{ keys: 'f', label: t(isFull ? 'leaveFullScreen' : 'fullScreen'), run: toggle }]);
  if (isFull) {
    return (
      <FullScreen title={title} onLeave={toggle}>
        {children}
      </FullScreen>
    );
  }
  return (
    <Page
      title={title}
      range
      actions={actions}
      crumbs={[
        <Link
          key="list"
          to="/p/$project/dashboards"
          params={{ project }}
          search={search}
          className="hover:underline"
        >
          {t('title')}
        </Link>,
      ]}
    >
      {children}
    </Page>
  );
}

interface FullScreenProps {
  title: string;
  onLeave: () => void;
  children: ReactNode;
}

function FullScreen({ title, onLeave, children }: FullScreenProps) {
  const t = useTexts(dashboardTexts);
  const label = useRangeLabel();
  const { range } = useTimeRange();
  const leave = useRef(onLeave);
  leave.current = onLeave;
  useEffect(() => {
    // The browser leaves its own full screen by itself and tells no key.
    const onChange = () => document.fullscreenElement === null && leave.current();
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  useShortcuts([{ keys: 'Escape', label: t('leaveFullScreen'), run: onLeave }]);
  return (
    <div className="scroll-thin fixed inset-0 z-30 overflow-auto bg-surface px-6 py-4">
      <header className="mb-3 flex items-center gap-3">
        <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
        <span className="figures text-sm text-muted">{label(range)}</span>
        <IconButton label={t('leaveFullScreen')} keys="f" onClick={onLeave} className="ml-auto">
          <Minimize2 className="size-4" aria-hidden />
        </IconButton>
      </header>
      {children}
    </div>
  );
}
