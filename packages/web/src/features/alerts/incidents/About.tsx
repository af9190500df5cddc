import type { IncidentDetail } from '@pharos/core/api/incidents';
import { ExternalLink } from 'lucide-react';
import { Badge } from '../../../components/Badge.tsx';
import { webUrl } from '../../../components/content/safe-url.ts';
import { Panel } from '../../../components/Panel.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useEventWords } from './events.ts';
import { incidentPageTexts } from './page-texts.ts';

/** Who was told and when, the latest first. */
export function Told({ project, incident }: { project: string; incident: IncidentDetail }) {
  const t = useTexts(incidentPageTexts);
  const words = useEventWords(project, incident.rule.unit);
  const told = incident.events.filter(({ kind }) => kind === 'told').toReversed();
  return (
    <Panel title={t('told')}>
      {told.length === 0 && (
        <p className="py-1 text-sm text-muted">{t(incident.mutedBy === null ? 'toldNobody' : 'toldMuted')}</p>
      )}
      <ul className="flex flex-col gap-1.5 text-sm">
        {told.map((event) => {
          const { said, more } = words(event);
          return (
            <li key={event.id}>
              {said}
              <span className="block text-xs text-muted">
                <When at={event.at} listed />
                {more && ` · ${more}`}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** What the rule says for whoever it wakes, as it was when it fired, and what it is matched by. */
export function About({ incident: { rule, labels } }: { incident: IncidentDetail }) {
  const t = useTexts(incidentPageTexts);
  const runbook = webUrl(rule.runbook);
  return (
    <>
      <Panel title={t('about')}>
        <p className="text-sm font-medium">{rule.name}</p>
        {rule.description && (
          <p dir="auto" className="py-1 text-sm break-words whitespace-pre-wrap text-soft">
            {rule.description}
          </p>
        )}
        {rule.owner && (
          <p className="py-1 text-sm">
            <span className="text-muted">{t('owner')} </span>
            {rule.owner}
          </p>
        )}
        {runbook && (
          <a
            href={runbook.href}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex items-center gap-1 py-1 text-sm text-accent hover:underline"
          >
            {t('runbook')}
            <ExternalLink className="size-3.5" aria-hidden />
          </a>
        )}
      </Panel>
      <Panel title={t('labels')}>
        <ul className="flex flex-wrap gap-1">
          {Object.entries(labels).map(([name, value]) => (
            <li key={name} className="max-w-full">
              <Badge title={`${name} = ${value}`}>
                <span className="text-muted">{name}=</span>
                {value}
              </Badge>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
