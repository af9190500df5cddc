import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { useBlocker } from '@tanstack/react-router';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { dropDraft } from './draft.ts';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';

interface LeaveDialogProps {
  editor: Editor;
  stored: StoredDashboard;
}

const edits = (search: unknown): boolean =>
  typeof search === 'object' && search !== null && 'edit' in search && search.edit !== undefined;

/** Asks before unsaved changes are left behind. They are kept as a draft in any case but one. */
export function LeaveDialog({ editor, stored }: LeaveDialogProps) {
  const t = useTexts(editorTexts);
  const project = useProject();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      editor.dirty && (next.pathname !== current.pathname || !edits(next.search)),
    enableBeforeUnload: () => editor.dirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onClose={blocker.reset}
      title={t('leaveTitle')}
      description={t('leaveHint')}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={blocker.reset}>{t('stay')}</Button>
          <Button
            variant="danger"
            onClick={() => {
              dropDraft(project, stored.id);
              blocker.proceed();
            }}
          >
            {t('throwAway')}
          </Button>
          <Button variant="primary" onClick={blocker.proceed}>
            {t('keepDraft')}
          </Button>
        </div>
      }
    />
  );
}
