import type { Frame } from '@pharos/core/charts/frame';
import { useCallback } from 'react';
import { CanvasLayer, type Paint } from '../kit/CanvasLayer.tsx';
import { drawingOrder, type PlacedDot } from './layout.ts';

interface DotCanvasProps {
  placed: readonly PlacedDot[];
  colors: readonly string[];
  frame: Frame;
}

/** Dots too many to be elements. */
export function DotCanvas({ placed, colors, frame }: DotCanvasProps) {
  const paint: Paint = useCallback(
    (context, colorOf) => {
      context.globalAlpha = 0.45;
      for (const index of drawingOrder(placed)) {
        const dot = placed[index];
        if (!dot) continue;
        context.fillStyle = colorOf(colors[index] ?? '');
        context.beginPath();
        context.arc(dot.cx, dot.cy, dot.r, 0, 2 * Math.PI);
        context.fill();
      }
    },
    [placed, colors],
  );
  return <CanvasLayer frame={frame} paint={paint} />;
}
