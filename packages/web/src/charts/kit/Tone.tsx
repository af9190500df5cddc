/** How something is doing. */
export type Tone = 'good' | 'warn' | 'bad';

/** The colour of a state, for lines and marks. */
export const TONE_COLOR: Record<Tone, string> = {
  good: 'var(--good-mark)',
  warn: 'var(--warn-mark)',
  bad: 'var(--bad-mark)',
};

/** Drawn around 0, 0 in a box of 8 × 8: a state has a shape beside its colour. */
const SHAPES: Record<Tone, string> = {
  good: 'M4,0A4,4 0 1 1 -4,0A4,4 0 1 1 4,0z',
  warn: 'M0,-4.6L4.6,0L0,4.6L-4.6,0z',
  bad: 'M0,-4.2L4.4,3.6H-4.4z',
};

/** The same where a state stands in text, before its word. */
export const TONE_GLYPH: Record<Tone, string> = { good: '●', warn: '◆', bad: '▲' };

interface ToneShapeProps {
  tone: Tone;
  x: number;
  y: number;
}

/** A state as a shape in a chart: circle, diamond, triangle. */
export const ToneShape = ({ tone, x, y }: ToneShapeProps) => (
  <path d={SHAPES[tone]} fill={TONE_COLOR[tone]} transform={`translate(${x},${y})`} />
);
