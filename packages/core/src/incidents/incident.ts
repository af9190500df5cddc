import type { Rule } from '../alerts/rule.ts';
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
export type FiredRule = Pick<
  Rule,
  'name' | 'description' | 'watch' | 'forSeconds' | 'severity' | 'runbook' | 'owner' | 'policy'
>;

export const firedRule = (rule: Rule): FiredRule => {
  const { name, description, watch, forSeconds, severity, runbook, owner, policy } = rule;
  return { name, description, watch, forSeconds, severity, runbook, owner, policy };
};

/** What a rule looks at, in a word: the name of a metric, or `errors`, `agents`, `quotas`. */
export const watchedBy = (watch: Watch): string => (watch.kind === 'metric' ? watch.metric : watch.kind);

/** The unit of what a rule tells: a burn rate is a multiple, silence is told by its rows, and a quota by the share of it that is used. */
export function unitOfWatch(watch: Watch): Unit {
  if (watch.kind === 'quotas') return 'ratio';
  if (watch.kind !== 'metric' || watch.condition.kind === 'noData') return 'count';
  return watch.condition.kind === 'burnRate' ? 'number' : unitOfMetric(watch.metric);
}

/** The label that says in words what a group is whose own label is an id. */
const NAMING: Partial<Record<Watch['kind'], string>> = { errors: 'errorMessage' };

/** What the group of an incident is called, where its own labels are no words; undefined where they are, or nobody said it. */
export function groupNameOf({ kind }: Pick<Watch, 'kind'>, labels: Labels): string | undefined {
  const label = NAMING[kind];
  return label === undefined ? undefined : labels[label] || undefined;
}

/**
 * What an incident is matched and grouped by: what the rule says, what tells its group apart and calls it in words, and `rule`,
 * `severity` and `kind`, which nobody can say otherwise.
 */
export function labelsOf(
  { name, labels, severity, watch }: Rule,
  group: readonly string[],
  called = '',
): Labels {
  const ofGroup = groupLabels(watch).map((label, i): [string, string] => [label, group[i] ?? '']);
  const naming = NAMING[watch.kind];
  const inWords = naming === undefined || called === '' ? {} : { [naming]: called };
  return { ...labels, ...Object.fromEntries(ofGroup), ...inWords, rule: name, severity, kind: watch.kind };
}
