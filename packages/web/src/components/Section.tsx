import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  hint?: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its one sentence of explanation. */
export const Section = ({ title, hint, action, children }: SectionProps) => (
  <section className="mb-8 flex flex-col gap-3">
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <h2 className="text-base font-semibold">{title}</h2>
        {hint && <p className="mt-0.5 max-w-2xl text-sm text-muted">{hint}</p>}
      </div>
      {action}
    </div>
    {children}
  </section>
);
