import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { useId } from 'react';

interface FillingProps {
  /** Of the bucket that still fills; undefined where all are complete. */
  stretch: { x: number; width: number } | undefined;
  frame: Frame;
}

/** Hatches the bucket that still fills, over its marks. */
export function Filling({ stretch, frame }: FillingProps) {
  const id = useId();
  if (!stretch) return null;
  const { y0, height } = plotOf(frame);
  return (
    <g>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2.5" height="5" fill="var(--surface)" />
      </pattern>
      <rect x={stretch.x} y={y0} width={stretch.width} height={height} fill={`url(#${id})`} />
    </g>
  );
}
