import type { Incident } from '@pharos/core/api/incidents';
import { useTexts } from '../../i18n/i18n.ts';
import { incidentWords } from './texts.ts';

type Handled = Pick<Incident, 'acknowledgedAt' | 'acknowledgedBy' | 'assignee' | 'mutedBy' | 'returns'>;

/** Says who sees to an incident, and whether anybody is told; '' where there is nothing to say. */
export function useHandling(): (incident: Handled) => string {
  const t = useTexts(incidentWords);
  return ({ acknowledgedAt, acknowledgedBy, assignee, mutedBy, returns }) =>
    [
      mutedBy !== null && t('muted'),
      acknowledgedAt !== null && t('acknowledgedBy', { person: acknowledgedBy ?? '–' }),
      assignee !== null && t('assignedTo', { person: assignee }),
      returns > 0 && t('returned', { count: returns }),
    ]
      .filter((each) => each !== false)
      .join(' · ');
}
