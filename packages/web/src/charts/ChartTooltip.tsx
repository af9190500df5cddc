import type { ReactNode } from 'react';

interface ChartTooltipProps {
  /** Where it points, in the chart's pixels. */
  x: number;
  /** The chart's width, to stay inside. */
  width: number;
  children: ReactNode;
}

/** Exact values beside the cursor; on the side where there is room. */
export const ChartTooltip = ({ x, width, children }: ChartTooltipProps) => (
  <div
    className="pointer-events-none absolute top-1 z-10 max-w-80 min-w-36 rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-float"
    style={x > width / 2 ? { right: width - x + 10 } : { left: x + 10 }}
  >
    {children}
  </div>
);
