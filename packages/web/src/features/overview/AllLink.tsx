import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** From the few that are shown to all of them; whoever hears the page is told of what. */
export const AllLink = ({ link, of, children }: { link: LinkProps; of: string; children: ReactNode }) => (
  <Link {...link} className="text-xs whitespace-nowrap text-accent hover:underline">
    {children}
    <span className="sr-only"> · {of}</span>
  </Link>
);
