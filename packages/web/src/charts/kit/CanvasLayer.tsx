import type { Frame } from '@pharos/core/charts/frame';
import { useLayoutEffect, useRef } from 'react';
import { useShownTheme } from '../../design/theme.ts';

/** Draws in CSS pixels. `colorOf` knows what a `var(--name)` stands for here. */
export type Paint = (context: CanvasRenderingContext2D, colorOf: (color: string) => string) => void;

interface CanvasLayerProps {
  frame: Frame;
  /** Keep it while the data stay the same: another one draws everything again. */
  paint: Paint;
}

/** Marks too many to be elements, drawn once as sharp as the screen is; what moves lies above them. */
export function CanvasLayer({ frame: { width, height }, paint }: CanvasLayerProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the colours mean
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    paint(context, resolver(getComputedStyle(canvas)));
  }, [width, height, paint, theme]);
  return <canvas ref={ref} aria-hidden className="absolute inset-0" style={{ width, height }} />;
}

function resolver(style: CSSStyleDeclaration): (color: string) => string {
  const known = new Map<string, string>();
  return (color) => {
    const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
    if (name === undefined) return color;
    const value = known.get(name) ?? style.getPropertyValue(name);
    known.set(name, value);
    return value;
  };
}
