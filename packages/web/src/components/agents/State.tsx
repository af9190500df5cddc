import type { Verdict } from '@pharos/core/agents/facts';
import { useTexts } from '../../i18n/i18n.ts';
import type { Tone } from '../Badge.tsx';
import { cx } from '../cx.ts';
import { useReasonText } from './reason.ts';
import { type Shown, STATE_SHAPE, toneOfState } from './state-look.ts';
import { agentWords } from './texts.ts';

const MARK: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  good: 'text-good-mark',
  warn: 'text-warn-mark',
  bad: 'text-bad-mark',
};
const WORD: Record<Tone, string> = {
  neutral: 'text-soft',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
};

/** A state as a shape; its word has to stand beside it or name it. */
export function StateMark(verdict: Shown) {
  const { path, filled } = STATE_SHAPE[verdict.state];
  return (
    <svg viewBox="-5 -5 10 10" aria-hidden className={cx('size-2.5 shrink-0', MARK[toneOfState(verdict)])}>
      <path
        d={path}
        fill={filled ? 'currentColor' : 'none'}
        stroke={filled ? 'none' : 'currentColor'}
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The state of an agent or instance as shape and word; on hover why it is so. */
export function State(verdict: Verdict) {
  const t = useTexts(agentWords);
  const reason = useReasonText();
  return (
    <span
      title={reason(verdict.reason)}
      className={cx('inline-flex max-w-full items-center gap-1.5 font-medium', WORD[toneOfState(verdict)])}
    >
      <StateMark {...verdict} />
      <span className="truncate">{t(verdict.state)}</span>
    </span>
  );
}
