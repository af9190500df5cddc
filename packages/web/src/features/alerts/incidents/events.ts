import type { IncidentDetail } from '@pharos/core/api/incidents';
import { PAGE_REASONS } from '@pharos/core/escalation/page';
import type { Unit } from '@pharos/core/metrics';
import type { LinkProps } from '@tanstack/react-router';
import { z } from 'zod';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { eventTexts } from './event-texts.ts';

export type IncidentEvent = IncidentDetail['events'][number];

/** What is known of an event beside its kind; what is not known is left out. */
const dataSchema = z.object({
  value: z.number().nullable().catch(null),
  cause: z.string().optional().catch(undefined),
  channels: z.array(z.string()).catch([]),
  reason: z.enum(PAGE_REASONS).optional().catch(undefined),
  policy: z.string().optional().catch(undefined),
  by: z.string().catch(''),
  assignee: z.string().nullable().catch(null),
  comment: z.string().catch(''),
});

export interface EventInWords {
  said: string;
  /** Why, or what somebody wrote. */
  more?: string | undefined;
  /** What it is because of. */
  link?: LinkProps | undefined;
}

/** Events in the language of the page; figures in the unit of the rule. */
export function useEventWords(project: string, unit: Unit): (event: IncidentEvent) => EventInWords {
  const t = useTexts(eventTexts);
  const format = useFormat();
  return ({ kind, data }) => {
    const { value, cause, channels, reason, policy, by, assignee, comment } = dataSchema.parse(data);
    switch (kind) {
      case 'opened':
      case 'reopened':
        if (cause === 'noData') return { said: t('openedSilent') };
        return value === null
          ? { said: t(kind) }
          : { said: t(`at_${kind}`, { value: format.unit(value, unit) }) };
      case 'told': {
        const why = [reason && t(`reason_${reason}`), policy && t('byPolicy', { policy })].filter(Boolean);
        const said =
          channels.length === 0 ? t('toldNobody') : t('told', { channels: channels.join(t('and')) });
        return { said, more: why.join(' · ') };
      }
      case 'muted':
        if (by.startsWith('silence:'))
          return {
            said: t('mutedBySilence'),
            link: { to: '/p/$project/alerts/silences', params: { project } },
          };
        if (!by.startsWith('incident:')) return { said: t('muted') };
        return {
          said: t('mutedByIncident'),
          link: {
            to: '/p/$project/alerts/incidents/$incidentId',
            params: { project, incidentId: by.slice('incident:'.length) },
          },
        };
      case 'assigned':
        return { said: assignee === null ? t('unassigned') : t('assigned', { person: assignee }) };
      case 'commented':
        return { said: t('commented'), more: comment };
      default:
        return { said: t(kind) };
    }
  };
}
