import type { ReactNode } from 'react';

interface PartProps {
  name: string;
  error: string | undefined;
  children: ReactNode;
}

/** A part of a form whose controls are no fields: its name, and what is wrong with it. */
export const Part = ({ name, error, children }: PartProps) => (
  // biome-ignore lint/a11y/useSemanticElements: its controls are no fields
  <div role="group" aria-label={name} className="flex min-w-0 flex-col gap-1">
    <span aria-hidden className="text-xs font-medium text-soft">
      {name}
    </span>
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">{children}</div>
    {error && (
      <p role="alert" className="text-xs text-bad">
        {error}
      </p>
    )}
  </div>
);
