import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { RemoveButton } from './RemoveButton.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import { Shifts } from './Shifts.tsx';
import { escalationTexts } from './texts.ts';

type Row = StoredAlertDocument<'schedule'>;

/** The on-call schedules, each with who has it now and over the next two weeks. */
export function Schedules({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(escalationTexts);
  const schedules = useQuery(alertDocumentsQuery(project, 'schedule'));
  const [edited, setEdited] = useState<Row | 'new'>();
  return (
    <Section
      title={t('schedules')}
      hint={t('schedulesHint')}
      action={
        may && (
          <Button onClick={() => setEdited('new')}>
            <Plus className="size-4 text-muted" aria-hidden />
            {t('newSchedule')}
          </Button>
        )
      }
    >
      {schedules.isError ? (
        <ErrorState error={schedules.error} onRetry={() => void schedules.refetch()} />
      ) : !schedules.data ? (
        <SkeletonRows rows={2} />
      ) : schedules.data.length === 0 ? (
        <p className="text-sm text-muted">{t('noSchedules')}</p>
      ) : (
        schedules.data.map((schedule) => (
          <article key={schedule.id} className="border-b pb-4">
            <div className="flex items-center gap-2">
              <h3 className="min-w-0 truncate text-sm font-medium">{schedule.name}</h3>
              <span className="min-w-0 flex-1 truncate text-xs text-muted">{schedule.timeZone}</span>
              {may && (
                <>
                  <IconButton
                    label={t('edit', { name: schedule.name })}
                    className="size-7"
                    onClick={() => setEdited(schedule)}
                  >
                    <Pencil className="size-3.5" aria-hidden />
                  </IconButton>
                  <RemoveButton project={project} kind="schedule" id={schedule.id} name={schedule.name} />
                </>
              )}
            </div>
            <Shifts project={project} schedule={schedule} />
          </article>
        ))
      )}
      {edited && (
        <ScheduleDialog
          project={project}
          schedule={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}
