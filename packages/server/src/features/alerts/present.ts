import type { Watch } from '@pharos/core/alerts/watch';
import type { NoticeIncident } from '@pharos/core/channels/notice';
import { groupNameOf, unitOfWatch, watchedBy } from '@pharos/core/incidents/incident';
import type { Unit } from '@pharos/core/metrics';
import type { Selectable } from 'kysely';
import type { Tables } from '../../store/records/tables.ts';

type Incident = Selectable<Tables['incidents']>;

/** What an incident is called: its rule, and what tells its group apart. */
export function titleOf({ rule, groupKey, labels }: Pick<Incident, 'rule' | 'groupKey' | 'labels'>): string {
  const name = groupNameOf(rule.watch, labels);
  if (name !== undefined) return `${rule.name}: ${name}`;
  const group = (JSON.parse(groupKey) as string[]).filter((part) => part !== '');
  return group.length === 0 ? rule.name : `${rule.name}: ${group.join(' · ')}`;
}

/** How figures of a unit are written: by which they are multiplied, and what stands behind. */
const WRITTEN: Partial<Record<Unit, readonly [factor: number, unit: string]>> = {
  ratio: [100, '%'],
  ms: [1, 'ms'],
  seconds: [1, 's'],
  usd: [1, 'USD'],
  tokens: [1, 'tokens'],
  perMinute: [1, '/min'],
  perSecond: [1, '/s'],
  bytes: [1, 'B'],
  bytesPerSecond: [1, 'B/s'],
};

function figureOf(watch: Watch, value: number, limit: number | null): NoticeIncident['figure'] {
  const measuredIn = unitOfWatch(watch);
  const [factor, unit] = WRITTEN[measuredIn] ?? [1, ''];
  const by = watch.kind === 'metric' ? watch.condition.kind : watch.kind;
  return {
    metric: watchedBy(watch).slice(0, 200),
    ...{ value: value * factor, limit: limit === null ? null : limit * factor, unit },
    measured: { by, value, limit, unit: measuredIn },
  };
}

/** An incident as channels are told of it. `alertsUrl`: of the page that lists them. */
export function toldIncident(incident: Incident, alertsUrl: string): NoticeIncident {
  const { id, ruleId, groupKey, rule, labels, openedAt, endedAt, value, limitValue } = incident;
  return {
    ...{ id, fingerprint: `${ruleId} ${groupKey}`.slice(0, 200), title: titleOf(incident).slice(0, 300) },
    ...{
      severity: rule.severity,
      isOpen: endedAt === null,
      isAcknowledged: incident.acknowledgedAt !== null,
    },
    labels: Object.fromEntries(
      Object.entries(labels).map(([name, text]) => [name.slice(0, 64), text.slice(0, 256)]),
    ),
    ...{ since: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null },
    figure: value === null ? null : figureOf(rule.watch, value, limitValue),
    ...{ description: rule.description, runbook: rule.runbook },
    url: `${alertsUrl}/incidents/${id}`,
  };
}
