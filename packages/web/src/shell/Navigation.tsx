import { Link } from '@tanstack/react-router';
import { CircleHelp, Search } from 'lucide-react';
import { IconButton } from '../components/Button.tsx';
import { cx } from '../components/cx.ts';
import { Kbd } from '../components/Kbd.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { useTimeRange } from '../use-time-range.ts';
import { Mark } from './Mark.tsx';
import { AccountMenu, LanguageMenu, ThemeMenu } from './menus.tsx';
import { shell } from './messages.ts';
import { ProjectSwitcher } from './ProjectSwitcher.tsx';
import { PAGE_GROUPS, PAGES, type PageEntry } from './pages.ts';

interface NavigationProps {
  /** A link was followed: the drawer closes. */
  onLeave: () => void;
  onSearch: () => void;
  onHelp: () => void;
}

/** Where things are, the project they are in, and the reader's own switches at the foot. */
export function Navigation({ onLeave, onSearch, onHelp }: NavigationProps) {
  const t = useTexts(shell);
  return (
    <header className="flex h-full flex-col gap-3 px-2.5 py-3">
      <p className="flex items-center gap-2 px-2 pt-1 text-base font-semibold">
        <Mark />
        Pharos
      </p>
      <ProjectSwitcher onChange={onLeave} />
      <button
        type="button"
        onClick={() => {
          onLeave();
          onSearch();
        }}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-ink"
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1 text-left">{t('search')}</span>
        <Kbd keys="mod+K" />
      </button>
      <nav
        aria-label={t('navigation')}
        className="scroll-thin flex min-h-0 flex-1 flex-col gap-4 overflow-auto"
      >
        {PAGE_GROUPS.map((group) => {
          const pages = PAGES.filter((page) => page.group === group);
          if (pages.length === 0) return null;
          return (
            <div key={group} className={cx(group === 'foot' && 'mt-auto')}>
              {group !== 'foot' && <p className="px-2 pb-1 text-xs text-muted">{t(group)}</p>}
              <ul>
                {pages.map((page) => (
                  <PageLink key={page.name} page={page} onLeave={onLeave} />
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <div className="flex items-center gap-0.5 border-t pt-2">
        <AccountMenu />
        <span className="flex-1" />
        <ThemeMenu />
        <LanguageMenu />
        <IconButton
          label={t('help')}
          keys="?"
          onClick={() => {
            onLeave();
            onHelp();
          }}
        >
          <CircleHelp className="size-4" aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}

function PageLink({ page, onLeave }: { page: PageEntry; onLeave: () => void }) {
  const t = useTexts(shell);
  const project = useProject();
  const { search } = useTimeRange();
  const Icon = page.icon;
  return (
    <li>
      <Link
        to={page.to}
        params={{ project }}
        search={search}
        activeOptions={{ includeSearch: false }}
        onClick={onLeave}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-soft hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent"
      >
        <Icon className="size-4 shrink-0" aria-hidden />
        {t(page.name)}
      </Link>
    </li>
  );
}
