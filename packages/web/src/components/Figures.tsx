import type { ReactNode } from 'react';
import { Skeleton } from './Skeleton.tsx';

const STRIP =
  'scroll-thin flex shrink-0 gap-x-7 gap-y-2 border-b px-4 py-2.5 max-sm:overflow-x-auto sm:flex-wrap sm:px-5';

/** Named figures on one line, or two; on a phone they scroll. */
export const Figures = ({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className={STRIP}>
    {items.map(([name, value]) => (
      <div key={name} className="shrink-0">
        <dt className="text-xs text-muted">{name}</dt>
        <dd className="max-w-60 truncate font-semibold">{value}</dd>
      </div>
    ))}
  </dl>
);

/** The strip before its figures are known, as high as it will be. */
export const FiguresSkeleton = () => (
  <div aria-hidden className={STRIP}>
    {[1, 2, 3, 4, 5].map((nth) => (
      <div key={nth} className="flex h-9 w-16 flex-col justify-between py-1">
        <Skeleton className="h-2.5 w-10" />
        <Skeleton className="h-3.5" />
      </div>
    ))}
  </div>
);
