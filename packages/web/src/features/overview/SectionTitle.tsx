import type { ReactNode } from 'react';

interface SectionTitleProps {
  title: string;
  note: ReactNode;
  actions?: ReactNode;
}

/** What a strip of figures is about, on one line. */
export const SectionTitle = ({ title, note, actions }: SectionTitleProps) => (
  <header className="flex min-h-6 flex-wrap items-center gap-x-2 pb-1">
    <h2 className="text-sm font-semibold">{title}</h2>
    <span className="text-xs text-muted">{note}</span>
    {actions && <span className="ml-auto">{actions}</span>}
  </header>
);
