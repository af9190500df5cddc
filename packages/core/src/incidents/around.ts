import type { MetricWatch } from '../alerts/watch.ts';
import type { Incident } from '../api/incidents.ts';
import type { UsualInput } from '../api/usage.ts';
import { filtersBehind } from '../dashboards/drill.ts';
import { whyNoUsual } from '../dashboards/usual-band.ts';
import { metricNamed } from '../metrics.ts';
import { inBuckets } from '../time-range.ts';

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

const HOUR = 3600;

/**
 * What is to be asked for the band behind an incident of a rule that looks for the unusual; undefined for others, and where
 * windows are no hours and what is usual is told by hours alone.
 */
export function usualAround(
  { metric, condition }: Pick<MetricWatch, 'metric' | 'condition'>,
  { filters, search, from, to, bucketSeconds }: ReturnType<typeof questionAround>,
): UsualInput | undefined {
  const chart = { mark: 'line' as const, metrics: [metric], dimensions: [], options: { share: false } };
  if (condition.kind !== 'anomaly' || whyNoUsual(chart, bucketSeconds) !== undefined) return undefined;
  const span = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return { metric, filters, search, ...inBuckets(Math.max(HOUR, bucketSeconds), span) };
}

/**
 * What the figure of a metric is held against, in its unit: a burn rate is judged by how many times too fast the budget of
 * its objective is spent, so its line is the share that spends it exactly so fast.
 */
export function limitAround(
  { metric, condition }: Pick<MetricWatch, 'metric' | 'condition'>,
  limit: number | null,
): number | null {
  if (limit === null || condition.kind !== 'burnRate') return limit;
  const failing = limit * (1 - condition.objective);
  return metricNamed(metric)?.better === 'more' ? 1 - failing : failing;
}

/** A burn rate has windows of its own. */
const windowOf = ({ condition, windowSeconds }: MetricWatch): number =>
  condition.kind === 'burnRate'
    ? Math.min(...condition.windows.map(({ shortSeconds }) => shortSeconds))
    : windowSeconds;
