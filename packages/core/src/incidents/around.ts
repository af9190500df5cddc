import type { MetricWatch } from '../alerts/watch.ts';
import type { Incident } from '../api/incidents.ts';
import { filtersBehind } from '../dashboards/drill.ts';

/** Windows that are shown before it fired and after it ended, and of all together. */
const AROUND = 48;
const MOST = 600;

/**
 * What the metric of a rule was around an incident of it, in windows as the rule judges them, of which one ends when it
 * fired: others could not be held against its limit. An incident that goes on for long is shown from its beginning.
 */
export function questionAround(
  watch: MetricWatch,
  { group, openedAt, endedAt }: Pick<Incident, 'group' | 'openedAt' | 'endedAt'>,
  nowMs: number,
) {
  const seconds = windowOf(watch);
  const widthMs = seconds * 1000;
  const fromMs = Date.parse(openedAt) - AROUND * widthMs;
  const endMs = endedAt === null ? nowMs : Math.min(nowMs, Date.parse(endedAt) + AROUND * widthMs);
  return {
    ...{ metrics: [watch.metric], bucketSeconds: seconds, search: watch.search },
    // Rules are evaluated at whole seconds.
    bucketOffsetSeconds: (seconds - (Math.round(fromMs / 1000) % seconds)) % seconds,
    filters: filtersBehind({ metrics: [], dimensions: watch.by, filters: watch.filters, group }),
    from: new Date(fromMs).toISOString(),
    to: new Date(Math.max(fromMs + widthMs, Math.min(endMs, fromMs + MOST * widthMs))).toISOString(),
  };
}

/** A burn rate has windows of its own. */
const windowOf = ({ condition, windowSeconds }: MetricWatch): number =>
  condition.kind === 'burnRate'
    ? Math.min(...condition.windows.map(({ shortSeconds }) => shortSeconds))
    : windowSeconds;
