import type { Departure } from '@pharos/core/api/baselines';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { cx } from '../../../components/cx.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { baselineTexts } from './texts.ts';

const TONE = { worse: 'text-bad', better: 'text-good', neither: 'text-muted' } as const;

/** Which way it went, by shape and word, and whether that is for the better. */
export function Direction({ direction, change }: Pick<Departure, 'direction' | 'change'>) {
  const t = useTexts(baselineTexts);
  const Shape = direction === 'above' ? TrendingUp : TrendingDown;
  return (
    <span className={cx('inline-flex items-center gap-1', TONE[change])}>
      <Shape className="size-3.5 shrink-0" aria-hidden />
      {t(direction)}
      {change !== 'neither' && <span className="sr-only">, {t(change)}</span>}
    </span>
  );
}
