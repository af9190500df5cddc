import type { Rule, Severity } from '../alerts/rule.ts';
import { groupLabels } from '../alerts/watch.ts';
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
});

/**
 * What an incident is matched and grouped by: what the rule says, what tells its group apart, and `rule`, `severity` and `kind`, which
 * nobody can say otherwise.
 */
export function labelsOf({ name, labels, severity, watch }: Rule, group: readonly string[]): Labels {
  const ofGroup = groupLabels(watch).map((label, i): [string, string] => [label, group[i] ?? '']);
  return { ...labels, ...Object.fromEntries(ofGroup), rule: name, severity, kind: watch.kind };
}
