import type { ReportRun, ReportRunDetail } from '@pharos/core/api/reports';
import { useNavigate } from '@tanstack/react-router';
import { RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { isMaking, reportChanges, useReportChange } from '../../../api/reports.ts';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { toast } from '../../../components/Toast.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { DownloadMenu } from './DownloadMenu.tsx';
import { runTexts } from './texts.ts';

interface RunActionsProps {
  project: string;
  run: ReportRunDetail;
}

/** What can be done with a report that was made. */
export function RunActions({ project, run }: RunActionsProps) {
  const t = useTexts(runTexts);
  const c = useTexts(common);
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'member');
  const [isAsked, setAsked] = useState(false);
  const remove = useReportChange(project, reportChanges.removeRun);
  return (
    <>
      {run.state === 'done' && <DownloadMenu project={project} run={run} />}
      {may && !isMaking(run) && <AgainButton project={project} run={run} />}
      {may && (
        <IconButton label={t('delete')} variant="secondary" onClick={() => setAsked(true)}>
          <Trash2 className="size-4" aria-hidden />
        </IconButton>
      )}
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t('deleteTitle', { name: run.name })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(run.id, {
            onSuccess: () => {
              toast(t('deleted', { name: run.name }));
              void navigate({
                to: '/p/$project/reports',
                params: { project },
                search: { view: 'archive' },
              });
            },
          })
        }
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </>
  );
}

/** Has the report made anew, as it is kept now or else as it was asked for, and goes there. */
function AgainButton({ project, run: { reportId, state, request } }: RunActionsProps) {
  const t = useTexts(runTexts);
  const errorText = useErrorText();
  const navigate = useNavigate();
  const kept = useReportChange(project, reportChanges.make);
  const once = useReportChange(project, reportChanges.makeOnce);
  const outcome = {
    onSuccess: ({ id }: ReportRun) =>
      void navigate({ to: '/p/$project/reports/runs/$runId', params: { project, runId: id } }),
    onError: (error: Error) => toast(errorText(error), 'bad'),
  };
  return (
    <Button
      busy={kept.isPending || once.isPending}
      onClick={() => (reportId === null ? once.mutate(request, outcome) : kept.mutate(reportId, outcome))}
    >
      <RotateCw className="size-4 text-muted" aria-hidden />
      {t(state === 'failed' ? 'tryAgain' : 'again')}
    </Button>
  );
}
