import { THIN } from '@pharos/core/format/number';
import type { Metric } from '@pharos/core/metrics';
import { type Change, changeOf } from '@pharos/core/series/change';
import { useFormat } from '../format/use-format.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';

interface DeltaProps {
  metric: Pick<Metric, 'unit' | 'better'>;
  now: number | null | undefined;
  before: number | null | undefined;
  /** Name of the compared period: `the previous day`. */
  period: string;
}

const TONE: Record<Change['tone'], string> = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

/** How a figure changed, with sign and unit; its period on hover and for screen readers. Nothing when there was none. */
export function Delta({ metric, now, before, period }: DeltaProps) {
  const t = useTexts(common);
  const format = useFormat();
  const change = changeOf(metric, now, before);
  if (!change) return null;
  const amount =
    change.kind === 'points'
      ? `${format.signed(change.value)}${THIN}${t('points')}`
      : `${format.signed(change.value * 100, Math.abs(change.value) < 0.1 ? 1 : 0)}${THIN}%`;
  const versus = t('versus', { period });
  const then = before === null || before === undefined ? '' : ` (${format.exact(before, metric.unit)})`;
  return (
    <span
      className={cx('figures text-xs font-medium whitespace-nowrap', TONE[change.tone])}
      title={`${versus}${then}`}
    >
      {amount}
      <span className="sr-only"> {versus}</span>
    </span>
  );
}
