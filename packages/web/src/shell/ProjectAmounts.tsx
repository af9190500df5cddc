import type { ReactNode } from 'react';
import { useDisplay } from '../api/display-currency.ts';
import { AmountsIn } from '../format/shown-rate.tsx';
import { useTimeRange } from '../use-time-range.ts';

/**
 * Amounts of all pages within are shown in the project's currency, at the rate at the end of the page's time range. Those of another project
 * are other pages: nothing that was answered, chosen or typed in one is seen in the next.
 */
export function ProjectAmounts({ project, children }: { project: string; children: ReactNode }) {
  const display = useDisplay(project);
  const { toMs } = useTimeRange();
  return (
    <AmountsIn key={project} display={display} atMs={toMs}>
      {children}
    </AmountsIn>
  );
}
