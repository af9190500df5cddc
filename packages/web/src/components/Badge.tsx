import type { SpanStatus } from '@pharos/core/span';
import type { ReactNode } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'bg-pressed text-soft',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

interface BadgeProps {
  tone?: Tone;
  children: ReactNode;
  title?: string | undefined;
  className?: string;
}

/** A word with a state's colour. The word says it; the colour only helps to find it. */
export const Badge = ({ tone = 'neutral', children, title, className }: BadgeProps) => (
  <span
    title={title}
    className={cx(
      'inline-flex h-5 max-w-full items-center rounded px-1.5 text-xs font-medium',
      TONES[tone],
      className,
    )}
  >
    <span className="truncate">{children}</span>
  </span>
);

const STATUS_TONE: Record<SpanStatus, Tone> = { ok: 'good', error: 'bad', unset: 'neutral' };

/** The status of a span or trace; with `errors` also how many errors it holds. */
export function StatusBadge({ status, errors = 0 }: { status: SpanStatus; errors?: number }) {
  const t = useTexts(common);
  if (errors > 0) {
    return <Badge tone={status === 'error' ? 'bad' : 'warn'}>{t('errorCount', { count: errors })}</Badge>;
  }
  return <Badge tone={STATUS_TONE[status]}>{t(status)}</Badge>;
}

const DOT: Record<Tone, string> = {
  neutral: 'bg-faint',
  accent: 'bg-accent',
  good: 'bg-good-mark',
  warn: 'bg-warn-mark',
  bad: 'bg-bad-mark',
};

/** A dot of state; always beside a word. */
export const Dot = ({ tone }: { tone: Tone }) => (
  <span aria-hidden className={cx('inline-block size-2 shrink-0 rounded-full', DOT[tone])} />
);
