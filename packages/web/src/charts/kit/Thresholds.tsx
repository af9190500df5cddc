import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { TONE_COLOR, type Tone, ToneShape } from './Tone.tsx';

export interface ThresholdLine {
  value: number;
  tone: Tone;
  /** What it is of, where several things have one. */
  label?: string;
}

/** The tone of the highest threshold that a value has reached; undefined below all of them. */
export const toneOf = (
  thresholds: readonly ThresholdLine[],
  value: number,
): ThresholdLine['tone'] | undefined =>
  thresholds.toSorted((a, b) => b.value - a.value).find((line) => value >= line.value)?.tone;

const LABEL_ROOM = 12;

interface ThresholdsProps {
  lines: readonly ThresholdLine[];
  y: (value: number) => number;
  frame: Frame;
}

/** Values from which on something is good or bad, as lines across the plot that end in the shape of the state. */
export function Thresholds({ lines, y, frame }: ThresholdsProps) {
  const { x0, x1, y0, y1 } = plotOf(frame);
  return lines
    .map(({ value, ...line }) => ({ value, ...line, at: y(value) }))
    .filter(({ at }) => at >= y0 && at <= y1)
    .map(({ value, tone, label, at }) => (
      <g key={`${tone}${value}${label ?? ''}`} style={{ color: TONE_COLOR[tone] }}>
        <line className="threshold" x1={x0} x2={x1 - 8} y1={at} y2={at} />
        <ToneShape tone={tone} x={x1 - 4} y={at} />
        {label && (
          // Above its line, or below where that is at the edge of the plot.
          <text x={x0 + 4} y={at - y0 < LABEL_ROOM ? at + LABEL_ROOM : at - 4}>
            {label}
          </text>
        )}
      </g>
    ));
}
