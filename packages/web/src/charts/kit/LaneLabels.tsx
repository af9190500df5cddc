import type { Lanes } from './lanes.ts';
import { fitText } from './text-width.ts';

/** The names of rows, cut to the room that they have. */
export const LaneLabels = ({ labels, lanes }: { labels: readonly string[]; lanes: Lanes }) =>
  labels.slice(0, lanes.count).map((label, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have one name
    <text key={row} className="label" x={0} y={lanes.top(row) + lanes.height / 2} dy="0.34em">
      <title>{label}</title>
      {fitText(label, lanes.frame.left - 8)}
    </text>
  ));
