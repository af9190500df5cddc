import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { dashboardChanges, dashboardQuery, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { DiffList } from '../versions/DiffList.tsx';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';

interface ConflictDialogProps {
  editor: Editor;
  stored: StoredDashboard;
  busy: boolean;
  /** Stores what is edited as the one after this version. */
  onOverwrite: (version: number) => void;
  onClose: () => void;
}

/** Another version was stored in between: nothing is lost, whichever way is chosen. */
export function ConflictDialog({ editor, stored, busy, onOverwrite, onClose }: ConflictDialogProps) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const theirs = useQuery({ ...dashboardQuery(project, stored.id), staleTime: 0 });
  const create = useDashboardChange(project, dashboardChanges.create);
  const latest = theirs.isFetching ? undefined : theirs.data;
  const keepCopy = () => {
    const title = t('copyOf', { title: readIn(editor.document.title, language) }).slice(0, 120);
    create.mutate(
      { ...editor.document, title },
      {
        onSuccess: ({ id }) => {
          if (latest) editor.adopt(latest);
          toast(t('copySaved', { title }));
          void navigate({
            to: '/p/$project/dashboards/$dashboardId',
            params: { project, dashboardId: id },
            ignoreBlocker: true,
          });
        },
      },
    );
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('conflictTitle')}
      description={
        latest &&
        t('conflictHint', { name: latest.updatedBy ?? '–', version: latest.version, mine: editor.version })
      }
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            disabled={!latest}
            onClick={() => {
              if (latest) editor.adopt(latest);
              onClose();
            }}
          >
            {t('takeTheirs')}
          </Button>
          <Button busy={create.isPending} onClick={keepCopy}>
            {t('keepCopy')}
          </Button>
          <Button
            variant="danger"
            busy={busy}
            disabled={!latest}
            onClick={() => latest && onOverwrite(latest.version)}
          >
            {t('overwrite')}
          </Button>
        </div>
      }
    >
      <ErrorLine error={theirs.error ?? create.error} />
      {latest ? (
        <DiffList before={latest.document} after={editor.document} />
      ) : (
        <Skeleton className="h-4 w-64" />
      )}
    </Dialog>
  );
}
