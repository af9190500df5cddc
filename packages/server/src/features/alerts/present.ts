import type { NoticeIncident } from '@pharos/core/channels/notice';
import { metricNamed } from '@pharos/core/metrics';
import type { Selectable } from 'kysely';
import type { Tables } from '../../store/records/tables.ts';

type Incident = Selectable<Tables['incidents']>;

/** What an incident is called: its rule, and what tells its group apart. */
export function titleOf({ rule, groupKey }: Pick<Incident, 'rule' | 'groupKey'>): string {
  const group = (JSON.parse(groupKey) as string[]).filter((part) => part !== '');
  return group.length === 0 ? rule.name : `${rule.name}: ${group.join(' · ')}`;
}

/** An incident as channels are told of it. */
export function toldIncident(incident: Incident): NoticeIncident {
  const { id, ruleId, groupKey, rule, labels, openedAt, endedAt, value, limitValue } = incident;
  const unit = metricNamed(rule.watches)?.unit;
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
    figure:
      value === null
        ? null
        : { metric: rule.watches.slice(0, 200), value, limit: limitValue, unit: unit ?? '' },
    ...{ description: rule.description, runbook: rule.runbook },
    // It has no page of its own yet.
    url: '',
  };
}
