import type { Rule, Severity } from '../alerts/rule.ts';
import { groupLabels, type Watch } from '../alerts/watch.ts';
import { unitOfMetric } from '../metric-points/named.ts';
import type { Unit } from '../metrics.ts';
import type { Labels } from './matcher.ts';

export const INCIDENT_EVENTS = [
  'opened',
  'reopened',
  'steadying',
  'ended',
  'told',
  'muted',
  'unmuted',
  'acknowledged',
  'unacknowledged',
  'assigned',
  'commented',
  'resolved',
] as const;
export type IncidentEventKind = (typeof INCIDENT_EVENTS)[number];

/** What an incident keeps of its rule, which may change or go while it is open. */
export interface FiredRule {
  name: string;
  description: string;
  severity: Severity;
  runbook: string;
  owner: string;
  policy: string | null;
  /** What it watches: the name of a metric, or `errors`, `agents`, `quotas`. */
  watches: string;
  /** Of its figures. */
  unit: Unit;
}

export const firedRule = ({
  name,
  description,
  severity,
  runbook,
  owner,
  policy,
  watch,
}: Rule): FiredRule => ({
  ...{ name, description, severity, runbook, owner, policy },
  watches: watch.kind === 'metric' ? watch.metric : watch.kind,
  unit: unitOf(watch),
});

/** A burn rate is told as a multiple, silence by its rows, and a quota by the share of it that is used. */
function unitOf(watch: Watch): Unit {
  if (watch.kind === 'quotas') return 'ratio';
  if (watch.kind !== 'metric' || watch.condition.kind === 'noData') return 'count';
  return watch.condition.kind === 'burnRate' ? 'number' : unitOfMetric(watch.metric);
}

/**
 * What an incident is matched and grouped by: what the rule says, what tells its group apart, and `rule`, `severity` and `kind`, which
 * nobody can say otherwise.
 */
export function labelsOf({ name, labels, severity, watch }: Rule, group: readonly string[]): Labels {
  const ofGroup = groupLabels(watch).map((label, i): [string, string] => [label, group[i] ?? '']);
  return { ...labels, ...Object.fromEntries(ofGroup), rule: name, severity, kind: watch.kind };
}
