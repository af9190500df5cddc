import { type Frame, plotOf } from './frame.ts';

export interface ThresholdLine {
  value: number;
  tone: 'good' | 'warn' | 'bad';
}

/** The colour of a state, for lines and marks. */
export const TONE_COLOR: Record<ThresholdLine['tone'], string> = {
  good: 'var(--good-mark)',
  warn: 'var(--warn-mark)',
  bad: 'var(--bad-mark)',
};

/** The tone of the highest threshold that a value has reached; undefined below all of them. */
export const toneOf = (
  thresholds: readonly ThresholdLine[],
  value: number,
): ThresholdLine['tone'] | undefined =>
  thresholds.toSorted((a, b) => b.value - a.value).find((line) => value >= line.value)?.tone;

interface ThresholdsProps {
  lines: readonly ThresholdLine[];
  y: (value: number) => number;
  frame: Frame;
}

/** Values from which on something is good or bad, as lines across the plot. */
export function Thresholds({ lines, y, frame }: ThresholdsProps) {
  const { x0, x1, y0, y1 } = plotOf(frame);
  return lines
    .map(({ value, tone }) => ({ value, tone, at: y(value) }))
    .filter(({ at }) => at >= y0 && at <= y1)
    .map(({ value, tone, at }) => (
      <line
        key={`${tone}${value}`}
        className="threshold"
        style={{ color: TONE_COLOR[tone] }}
        x1={x0}
        x2={x1}
        y1={at}
        y2={at}
      />
    ));
}
