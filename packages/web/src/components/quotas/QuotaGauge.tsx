import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import { type QuotaState, stateOf } from '@pharos/core/quotas/thresholds';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { quotaWords } from './texts.ts';
import { useQuotaWords } from './use-words.ts';

interface QuotaGaugeProps {
  measure: QuotaMeasure;
  /** Undefined while it is not known. */
  used: string | undefined;
  limit: string;
  thresholds: readonly number[];
  className?: string;
}

const FILL: Record<QuotaState, string> = {
  ok: 'bg-[var(--series-1)]',
  near: 'bg-warn-mark',
  over: 'bg-bad-mark',
};
/** Room beyond the limit, so that over is seen as over. */
const END = 1.15;

/** How full a limit is: a bar with its soft thresholds as ticks, the limit as a stronger one. */
export function QuotaGauge({ measure, used, limit, thresholds, className }: QuotaGaugeProps) {
  const t = useTexts(quotaWords);
  const words = useQuotaWords();
  const share = used === undefined ? undefined : Number(used) / Number(limit);
  const label =
    used === undefined || share === undefined
      ? t('gaugeUnknown')
      : t('gauge', {
          used: words.exact(measure, used),
          limit: words.exact(measure, limit),
          percent: words.percent(share),
        });
  const at = (of: number) => `${(Math.min(of, END) / END) * 100}%`;
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cx('relative block h-2.5 min-w-16 overflow-hidden rounded-sm bg-pressed', className)}
    >
      {share !== undefined && share > 0 && (
        <span
          className={cx(
            'absolute inset-y-0 left-0 rounded-sm',
            FILL[stateOf(Number(used), Number(limit), thresholds)],
          )}
          style={{ width: `max(2px, ${at(share)})` }}
        />
      )}
      {thresholds
        .filter((each) => each !== 100 && each / 100 < END)
        .map((each) => (
          <span key={each} className="absolute inset-y-0 w-px bg-surface" style={{ left: at(each / 100) }} />
        ))}
      <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: at(1) }} />
    </span>
  );
}
