import type { ReactNode } from 'react';

interface TooltipProps {
  /** Where it points, in the chart's pixels. */
  x: number;
  y: number;
  /** The chart's size, to stay inside. */
  width: number;
  height: number;
  children: ReactNode;
}

/** Exact values beside the cursor; on the side where there is room. */
export const Tooltip = ({ x, y, width, height, children }: TooltipProps) => (
  <div
    className="pointer-events-none absolute z-10 max-w-80 min-w-32 rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-float"
    style={{
      ...(x > width / 2 ? { right: width - x + 10 } : { left: x + 10 }),
      ...(y > height / 2 ? { bottom: Math.max(4, height - y) } : { top: Math.max(4, y) }),
    }}
  >
    {children}
  </div>
);
