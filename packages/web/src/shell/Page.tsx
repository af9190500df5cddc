import { ChevronRight, Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from '../components/Button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shell } from './messages.ts';
import { useOpenNavigation } from './navigation-state.ts';
import { RangePicker } from './RangePicker.tsx';
import { SpansFrom } from './SpansFrom.tsx';

interface PageProps {
  /** The page's heading, and the window's title. */
  title: string;
  /** Shown instead of the plain title, when it is more than text. */
  heading?: ReactNode;
  /** Links above it, outermost first. */
  crumbs?: readonly ReactNode[];
  /** Controls at the right of the bar. */
  actions?: ReactNode;
  /** Offers the time range. */
  range?: boolean;
  /** The page fills the window and scrolls inside itself. */
  fill?: boolean;
  children: ReactNode;
}

/** Every page: a bar with its name and controls, the content below. */
export function Page({ title, heading, crumbs = [], actions, range, fill, children }: PageProps) {
  const t = useTexts(shell);
  const openNavigation = useOpenNavigation();
  useEffect(() => {
    document.title = `${title} · Pharos`;
  }, [title]);
  return (
    <div className={fill ? 'flex h-full min-h-0 flex-col' : 'flex min-h-full flex-col'}>
      <header className="sticky top-0 z-20 flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-surface px-4 py-2 sm:px-5">
        <IconButton label={t('openNavigation')} onClick={openNavigation} className="no-print -ml-2 lg:hidden">
          <MenuIcon className="size-4" aria-hidden />
        </IconButton>
        <div className="flex min-w-0 flex-1 items-center gap-1.5 max-sm:flex-auto">
          {crumbs.map((crumb, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its position
              key={index}
              className="no-print flex shrink-0 items-center gap-1.5 text-muted max-sm:hidden"
            >
              {crumb}
              <ChevronRight className="size-3.5 text-faint" aria-hidden />
            </span>
          ))}
          <h1 className="min-w-0 truncate text-lg font-semibold">{heading ?? title}</h1>
        </div>
        <div className="no-print flex max-w-full flex-wrap items-center gap-2">
          {actions}
          {range && <SpansFrom />}
          {range && <RangePicker />}
        </div>
      </header>
      <div className={fill ? 'min-h-0 flex-1' : 'flex-1 px-4 py-4 sm:px-5'}>{children}</div>
    </div>
  );
}
