import type { OverviewRange } from '../use-overview-range.ts';

/** So many rows each list shows, and how high they are. */
export const SHOWN = 5;
export const HEIGHT = SHOWN * 32;

export interface WhereProps {
  range: OverviewRange;
  /** What it is compared with. */
  period: string;
}
