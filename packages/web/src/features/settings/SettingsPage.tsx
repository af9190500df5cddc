import { Link, Outlet } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { settings } from './messages.ts';

const SECTIONS = ['keys', 'members', 'prices', 'data', 'project', 'account'] as const;

/** Settings: a section each, with its own address. */
export function SettingsPage() {
  const t = useTexts(settings);
  const project = useProject();
  return (
    <Page title={t('title')}>
      <div className="grid grid-cols-1 gap-x-10 gap-y-4 md:grid-cols-[9rem_minmax(0,1fr)]">
        <nav aria-label={t('sections')}>
          <ul className="scroll-thin flex gap-1 overflow-x-auto md:flex-col">
            {SECTIONS.map((section) => (
              <li key={section}>
                <Link
                  to={`/p/$project/settings/${section}`}
                  params={{ project }}
                  className="flex h-8 items-center rounded-md px-2 whitespace-nowrap text-soft hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
                >
                  {t(section)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="max-w-4xl min-w-0">
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
