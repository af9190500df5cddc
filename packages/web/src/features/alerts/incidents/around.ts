import type { MetricWatch } from '@pharos/core/alerts/watch';
import type { Incident } from '@pharos/core/api/incidents';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { bucketEdge } from '@pharos/core/time-range';

/** Windows that are shown before it fired and after it ended, and of all together. */
const AROUND = 48;
const MOST = 600;

/**
 * What the metric of a rule was around an incident of it, in windows as the rule judges them: of other widths a count
 * could not be held against its limit. One that goes on for long is shown from its beginning.
 */
export function questionAround(
  watch: MetricWatch,
  { group, openedAt, endedAt }: Pick<Incident, 'group' | 'openedAt' | 'endedAt'>,
  nowMs: number,
) {
  const seconds = windowOf(watch);
  const around = AROUND * seconds * 1000;
  const fromMs = bucketEdge(Date.parse(openedAt) - around, seconds);
  const endMs = endedAt === null ? nowMs : Math.min(nowMs, Date.parse(endedAt) + around);
  return {
    ...{ metrics: [watch.metric], bucketSeconds: seconds, search: watch.search },
    filters: filtersBehind({ metrics: [], dimensions: watch.by, filters: watch.filters, group }),
    from: new Date(fromMs).toISOString(),
    to: new Date(Math.max(fromMs + 1000, Math.min(endMs, fromMs + MOST * seconds * 1000))).toISOString(),
  };
}

/** A burn rate has windows of its own. */
const windowOf = ({ condition, windowSeconds }: MetricWatch): number =>
  condition.kind === 'burnRate'
    ? Math.min(...condition.windows.map(({ shortSeconds }) => shortSeconds))
    : windowSeconds;
