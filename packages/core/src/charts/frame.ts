/** The room of a chart in CSS pixels, and what its margins leave for data. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Plot {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  width: number;
  height: number;
}

/** Where data are drawn: x grows to the right from x0, y grows downwards from y0. Never less than a pixel wide or high. */
export function plotOf({ width, height, left, right, top, bottom }: Frame): Plot {
  const x1 = Math.max(left + 1, width - right);
  const y1 = Math.max(top + 1, height - bottom);
  return { x0: left, x1, y0: top, y1, width: x1 - left, height: y1 - top };
}

/** A place inside the plot, or at its nearest edge. */
export const clampX = (x: number, { x0, x1 }: Plot): number => Math.min(Math.max(x, x0), x1);
