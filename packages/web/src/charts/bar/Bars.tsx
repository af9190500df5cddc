import { textWidth } from '@pharos/core/charts/text-width';
import type { Lanes } from '../kit/lanes.ts';
import { TONE_COLOR, type Tone, ToneShape } from '../kit/Tone.tsx';
import { type BarLayout, isLeftOver, type LaidBar } from './layout.ts';

interface BarsProps {
  layout: BarLayout;
  /** One a part. */
  colors: readonly string[];
  toneOf: (value: number) => Tone | undefined;
  text: (value: number | null) => string;
}

const MOST_HEIGHT = 18;
export const barHeight = (lanes: Lanes): number => Math.min(MOST_HEIGHT, lanes.height * 0.66);

/** Bars with their figures, from the line of zero. */
export function Bars({ layout: { lanes, bars, zero }, colors, toneOf, text }: BarsProps) {
  const bottom = lanes.top(bars.length);
  return (
    <g>
      {bars.map((bar, row) => (
        <OneBar
          key={bar.row.key}
          bar={bar}
          {...{ lanes, row, colors, text }}
          tone={bar.total === null ? undefined : toneOf(bar.total)}
        />
      ))}
      {bars.length > 0 && <line className="zero" x1={zero} x2={zero} y1={0} y2={bottom} />}
    </g>
  );
}

interface OneBarProps extends Pick<BarsProps, 'colors' | 'text'> {
  bar: LaidBar;
  lanes: Lanes;
  row: number;
  tone: Tone | undefined;
}

function OneBar({ bar, lanes, row, colors, tone, text }: OneBarProps) {
  const tall = barHeight(lanes);
  const middle = lanes.top(row) + lanes.height / 2;
  const { x, side } = bar.figure;
  const figure = text(bar.total);
  const gap = bar.segments.length > 1 ? 1 : 0;
  return (
    <g>
      {bar.segments.map(({ part, x: left, width }) => (
        <rect
          key={part}
          x={left}
          y={middle - tall / 2}
          width={Math.max(1, width - gap)}
          height={tall}
          fill={tone ? TONE_COLOR[tone] : colors[part]}
        />
      ))}
      <text
        className={isLeftOver(bar.row) ? undefined : 'label'}
        x={x}
        y={middle}
        dy="0.34em"
        textAnchor={side === 'left' ? 'end' : 'start'}
      >
        {figure}
      </text>
      {tone && (
        <ToneShape tone={tone} x={x + (side === 'left' ? -1 : 1) * (textWidth(figure) + 8)} y={middle} />
      )}
    </g>
  );
}
