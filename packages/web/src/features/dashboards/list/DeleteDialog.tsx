import type { DashboardSummary } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';

interface DeleteDialogProps {
  dashboard: Pick<DashboardSummary, 'id' | 'title'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks once more before a dashboard goes for good. */
export function DeleteDialog({ dashboard, onClose, onDeleted }: DeleteDialogProps) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const remove = useDashboardChange(useProject(), dashboardChanges.remove);
  const title = readIn(dashboard.title, language);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('deleteTitle', { title })}
      action={t('deleteAction')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(dashboard.id, {
          onSuccess: () => {
            toast(t('deleted', { title }));
            onClose();
            onDeleted?.();
          },
        })
      }
    >
      {t('deleteHint')}
    </ConfirmDialog>
  );
}
