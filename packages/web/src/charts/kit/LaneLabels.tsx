import { fitText } from '@pharos/core/charts/text-width';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { Lanes } from './lanes.ts';

/** The names of rows, cut to the room that they have, and below them how many rows have none. */
export function LaneLabels({ labels, lanes }: { labels: readonly string[]; lanes: Lanes }) {
  const c = useTexts(common);
  const left = labels.length - lanes.count;
  return (
    <>
      {labels.slice(0, lanes.count).map((label, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have one name
        <text key={row} className="label" x={0} y={lanes.top(row) + lanes.height / 2} dy="0.34em">
          <title>{label}</title>
          {fitText(label, lanes.frame.left - 8)}
        </text>
      ))}
      {left > 0 && (
        <text x={0} y={lanes.top(lanes.count) + 14}>
          {c('more', { count: left })}
        </text>
      )}
    </>
  );
}
