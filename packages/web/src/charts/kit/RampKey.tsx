import { textWidth } from '@pharos/core/charts/text-width';
import { RAMP_STEPS, type Ramp, rampColor } from './ramp.ts';

interface RampKeyProps {
  ramp: Ramp;
  /** Its right end, and its middle. */
  x: number;
  y: number;
  format: (value: number) => string;
}

const STEP = 11;
const TALL = 8;

/** What the colours of cells mean, from least to most. */
export function RampKey({ ramp: { least, most }, x, y, format }: RampKeyProps) {
  const end = format(most);
  const right = x - textWidth(end) - 6;
  const left = right - RAMP_STEPS * STEP;
  return (
    <g>
      <text x={left - 6} y={y} dy="0.34em" textAnchor="end">
        {format(least)}
      </text>
      {Array.from({ length: RAMP_STEPS }, (_, at) => at).map((at) => (
        <rect
          key={at}
          x={left + at * STEP}
          y={y - TALL / 2}
          width={STEP}
          height={TALL}
          fill={rampColor(at + 1)}
          shapeRendering="crispEdges"
        />
      ))}
      <text x={right + 6} y={y} dy="0.34em">
        {end}
      </text>
    </g>
  );
}
