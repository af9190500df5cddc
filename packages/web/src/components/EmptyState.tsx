import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** What would be here, and what brings it. */
  children?: ReactNode;
  action?: ReactNode;
}

export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-14 text-center">
    <p className="text-base font-medium">{title}</p>
    {children && <div className="text-sm text-muted">{children}</div>}
    {action && <div className="mt-2">{action}</div>}
  </div>
);
