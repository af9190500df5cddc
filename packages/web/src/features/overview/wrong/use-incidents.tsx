import type { Incident } from '@pharos/core/api/incidents';
import { useQuery } from '@tanstack/react-query';
import { openIncidentsQuery } from '../../../api/incidents.ts';
import { useHandling } from '../../../components/incidents/handling.ts';
import { SeverityBadge } from '../../../components/incidents/SeverityBadge.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import type { Look } from './look.ts';
import { wrongTexts } from './texts.ts';
import { byUrgency } from './urgency.ts';

/** What it told against what it was held to, whether it gets better, and who sees to it. */
function useNote(): (incident: Incident) => string {
  const t = useTexts(wrongTexts);
  const format = useFormat();
  const handling = useHandling();
  return (incident) => {
    const { value, limit, state, rule } = incident;
    const figures = [value, limit]
      .filter((each) => each !== null)
      .map((each) => format.unit(each, rule.unit));
    return [figures.join(' / '), state === 'steadying' ? t('steadying') : '', handling(incident)]
      .filter((each) => each !== '')
      .join(' · ');
  };
}

/** Incidents that are open. */
export function useIncidents(project: string): Look {
  const t = useTexts(wrongTexts);
  const note = useNote();
  const query = useQuery(openIncidentsQuery(project));
  return {
    title: t('incidents'),
    rows: 5,
    troubles: query.data?.data.toSorted(byUrgency).map((incident) => ({
      key: incident.id,
      mark: <SeverityBadge severity={incident.severity} />,
      title: incident.title,
      note: note(incident),
      since: incident.openedAt,
      link: { to: '/p/$project/alerts/incidents/$incidentId', params: { project, incidentId: incident.id } },
    })),
    more: query.data?.nextCursor != null,
    well: t('noIncident'),
    list: { to: '/p/$project/alerts', params: { project } },
    attention: { to: '/p/$project/alerts', params: { project } },
    error: query.error,
    onRetry: () => void query.refetch(),
  };
}
