import type { Savings } from '@pharos/core/api/savings';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { savingsTexts } from './texts.ts';

/** How far the work is, over rows as they will be. */
export function Working({ progress = { done: 0, of: 1 } }: { progress: Savings['progress'] | undefined }) {
  const t = useTexts(savingsTexts);
  const { done, of } = progress;
  return (
    <div role="status" className="flex flex-col gap-4">
      <div className="flex max-w-2xl flex-col gap-1 text-sm">
        <span className="font-medium">{t('working')}</span>
        <progress
          aria-label={t('working')}
          value={done}
          max={of}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent"
        />
        <span className="figures text-xs text-muted">
          {t('workingHint', { done: Math.min(done + 1, of), of })}
        </span>
      </div>
      <div aria-hidden className="divide-y border-y">
        {[1, 2, 3, 4].map((nth) => (
          <div
            key={nth}
            className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-6 px-2 py-3 md:grid-cols-[7.5rem_minmax(0,1fr)_11rem]"
          >
            <span className="flex flex-col gap-2">
              <Skeleton className="h-5 w-20" />
              <Skeleton className="h-3 w-24" />
            </span>
            <span className="flex flex-col gap-2">
              <Skeleton className="h-4 w-64 max-w-full" />
              <Skeleton className="h-3 w-full max-w-2xl" />
              <Skeleton className="h-4 w-32" />
            </span>
            <Skeleton className="mt-1.5 h-2 max-md:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
