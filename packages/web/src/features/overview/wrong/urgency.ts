import { SEVERITIES } from '@pharos/core/alerts/rule';
import type { Incident } from '@pharos/core/api/incidents';

type Ranked = Pick<Incident, 'severity' | 'openedAt' | 'mutedBy'>;

/** What is muted comes last; of the others the most severe first, and of these what has been open for longest. */
export const byUrgency = (a: Ranked, b: Ranked): number =>
  Number(a.mutedBy !== null) - Number(b.mutedBy !== null) ||
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
  Date.parse(a.openedAt) - Date.parse(b.openedAt);
