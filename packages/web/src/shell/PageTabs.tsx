import { Link, type LinkProps } from '@tanstack/react-router';

interface PageTabsProps {
  label: string;
  tabs: readonly { to: `/p/$project/${string}` & LinkProps['to']; label: string }[];
  project: string;
  /** What all of them share: the time, a filter. */
  search: object;
}

/** The parts of a page that have an address each, at the right of its title. */
export const PageTabs = ({ label, tabs, project, search }: PageTabsProps) => (
  <nav aria-label={label} className="flex flex-wrap gap-1 max-sm:gap-0">
    {tabs.map(({ to, label: name }) => (
      <Link
        key={to}
        to={to}
        params={{ project }}
        search={search as never}
        activeOptions={{ exact: true, includeSearch: false }}
        className="flex h-8 items-center rounded-md px-1.5 text-muted sm:px-2.5 hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
      >
        {name}
      </Link>
    ))}
  </nav>
);
