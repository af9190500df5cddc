import type { Frame } from '@pharos/core/charts/frame';
import { useCallback } from 'react';
import { CanvasLayer, type Paint } from '../kit/CanvasLayer.tsx';
import { RAMP_STEPS, rampColor } from '../kit/ramp.ts';
import type { Cell } from './layout.ts';

const STEPS = Array.from({ length: RAMP_STEPS + 1 }, (_, step) => step);
const colorOfStep = (step: number) => (step === 0 ? 'var(--sunken)' : rampColor(step));

/** Cells as one shape a colour. */
export const Cells = ({ cells }: { cells: readonly Cell[] }) =>
  STEPS.map((step) => {
    const shape = cells
      .filter((cell) => cell.step === step)
      .map(({ x, y, width, height }) => `M${x},${y}h${width}v${height}h${-width}z`)
      .join('');
    return shape && <path key={step} d={shape} fill={colorOfStep(step)} shapeRendering="crispEdges" />;
  });

/** Cells too many to be shapes. */
export function CellCanvas({ cells, frame }: { cells: readonly Cell[]; frame: Frame }) {
  const paint: Paint = useCallback(
    (context, colorOf) => {
      const colors = STEPS.map((step) => colorOf(colorOfStep(step)));
      for (const { x, y, width, height, step } of cells) {
        context.fillStyle = colors[step] ?? '';
        context.fillRect(x, y, width, height);
      }
    },
    [cells],
  );
  return <CanvasLayer frame={frame} paint={paint} />;
}
