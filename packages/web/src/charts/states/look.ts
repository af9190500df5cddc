import { TONE_COLOR } from '../kit/Tone.tsx';
import type { StateTone } from './layout.ts';

/** How much of a lane a state fills: what is worse stands taller, so that it is seen without its colour. */
export const STATE_SHARE: Record<StateTone, number> = {
  bad: 0.86,
  warn: 0.62,
  good: 0.36,
  none: 0.36,
  unknown: 0.08,
};

export const stateColor = (tone: StateTone): string =>
  tone === 'none' ? 'var(--volume)' : tone === 'unknown' ? 'var(--line-strong)' : TONE_COLOR[tone];
