import { useLayoutEffect, useRef } from 'react';
import type { Frame } from '../kit/frame.ts';
import { drawingOrder, type PlacedDot } from './layout.ts';

interface DotCanvasProps {
  placed: readonly PlacedDot[];
  colors: readonly string[];
  frame: Frame;
  /** Colours are those of the theme: another one draws again. */
  theme: string;
}

/** Dots too many to be elements, drawn once; what moves lies above them. */
export function DotCanvas({ placed, colors, frame, theme }: DotCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the colours mean
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(frame.width * ratio);
    canvas.height = Math.round(frame.height * ratio);
    context.scale(ratio, ratio);
    context.globalAlpha = 0.6;
    const style = getComputedStyle(canvas);
    const resolved = new Map<string, string>();
    const colorOf = (color: string) => {
      const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
      if (name === undefined) return color;
      const known = resolved.get(name) ?? style.getPropertyValue(name);
      resolved.set(name, known);
      return known;
    };
    for (const index of drawingOrder(placed)) {
      const dot = placed[index];
      if (!dot) continue;
      context.fillStyle = colorOf(colors[index] ?? '');
      context.beginPath();
      context.arc(dot.cx, dot.cy, dot.r, 0, 2 * Math.PI);
      context.fill();
    }
  }, [placed, colors, frame, theme]);
  return (
    <canvas
      ref={ref}
      aria-hidden
      className="absolute inset-0"
      style={{ width: frame.width, height: frame.height }}
    />
  );
}
