import type { IncidentDetail } from '@pharos/core/api/incidents';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useIncidentChange } from '../../../api/incidents.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useEventWords } from './events.ts';
import { incidentPageTexts } from './page-texts.ts';

interface TimelineProps {
  project: string;
  incident: IncidentDetail;
  may: boolean;
}

/** Everything that happened to an incident, the latest first, and room to say more. */
export function Timeline({ project, incident, may }: TimelineProps) {
  const t = useTexts(incidentPageTexts);
  const words = useEventWords(project, incident.rule.unit);
  return (
    <Panel title={t('timeline')} className="border-t pt-3">
      {may && <CommentForm project={project} id={incident.id} />}
      <ol aria-label={t('timeline')} className="flex flex-col divide-y">
        {incident.events.toReversed().map((event) => {
          const { said, more, link } = words(event);
          return (
            <li key={event.id} className="grid grid-cols-[6.5rem_1fr] gap-3 py-2 text-sm">
              <span className="text-muted">
                <When at={event.at} listed />
              </span>
              <span className="min-w-0">
                {link ? (
                  <Link {...link} className="text-accent hover:underline">
                    {said}
                  </Link>
                ) : (
                  said
                )}
                {event.actor && <span className="text-muted"> · {event.actor}</span>}
                {more && (
                  <span dir="auto" className="block break-words whitespace-pre-wrap text-soft">
                    {more}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function CommentForm({ project, id }: { project: string; id: string }) {
  const t = useTexts(incidentPageTexts);
  const [comment, setComment] = useState('');
  const change = useIncidentChange(project, id);
  const text = comment.trim();
  return (
    <form
      className="flex flex-wrap items-start gap-2 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') change.mutate({ comment: text }, { onSuccess: () => setComment('') });
      }}
    >
      <TextArea
        aria-label={t('comment')}
        placeholder={t('commentHint')}
        rows={2}
        maxLength={4000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        className="min-w-48 flex-1"
      />
      <Button type="submit" busy={change.isPending} disabled={text === ''}>
        {t('say')}
      </Button>
      <ErrorLine error={change.error} />
    </form>
  );
}
