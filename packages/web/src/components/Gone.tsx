import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';

interface GoneProps {
  title: string;
  /** Why that may be. */
  children: ReactNode;
  /** The list that it would be in. */
  back: LinkProps;
  backLabel: string;
}

/** What an address names is not there: no error, and nothing to try again. */
export const Gone = ({ title, children, back, backLabel }: GoneProps) => (
  <EmptyState
    title={title}
    action={
      <Link {...back} className="text-accent hover:underline">
        {backLabel}
      </Link>
    }
  >
    {children}
  </EmptyState>
);
