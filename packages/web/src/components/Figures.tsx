import type { ReactNode } from 'react';

/** Named figures on one line; scrolls where there is no room. */
export const Figures = ({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="scroll-thin flex shrink-0 gap-x-7 overflow-x-auto border-b px-4 py-2.5 sm:px-5">
    {items.map(([name, value]) => (
      <div key={name} className="shrink-0">
        <dt className="text-xs text-muted">{name}</dt>
        <dd className="max-w-60 truncate font-semibold">{value}</dd>
      </div>
    ))}
  </dl>
);
