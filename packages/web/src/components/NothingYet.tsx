import type { ReactNode } from 'react';
import { CodeBlock } from './CodeBlock.tsx';
import { EmptyState } from './EmptyState.tsx';

interface NothingYetProps {
  title: string;
  /** What would be here, and by what it comes. */
  hint: ReactNode;
  /** The lines that bring it, and what they do. */
  code: string;
  codeLabel: string;
  /** What else one has to know to use them. */
  note?: ReactNode;
}

/** What would be here, and the few lines that bring it. */
export const NothingYet = ({ title, hint, code, codeLabel, note }: NothingYetProps) => (
  <div className="mx-auto flex w-full max-w-2xl min-w-0 flex-col gap-2">
    <EmptyState title={title}>{hint}</EmptyState>
    <div className="-mt-8">
      <CodeBlock code={code} label={codeLabel} />
    </div>
    {note && <p className="text-xs text-muted">{note}</p>}
  </div>
);
