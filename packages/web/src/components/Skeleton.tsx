import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';

/** A grey stand-in of the final shape. Size it with a class. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cx('block animate-pulse-soft rounded bg-pressed', className)} />
);

/** Rows as a table will show them. */
export function SkeletonRows({ rows = 10 }: { rows?: number }) {
  const t = useTexts(common);
  return (
    <div role="status" aria-label={t('loading')} className="divide-y">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={index} className="flex h-9 items-center gap-6">
          <Skeleton className="h-3 w-24" />
          <Skeleton className={cx('h-3', index % 3 === 0 ? 'w-72' : index % 3 === 1 ? 'w-56' : 'w-64')} />
          <Skeleton className="ml-auto h-3 w-14" />
          <Skeleton className="h-3 w-14" />
        </div>
      ))}
    </div>
  );
}
