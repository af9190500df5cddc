import type { AlertDocumentKind } from '@pharos/core/alerts/documents';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useRemoveAlertDocument } from '../../../api/alerts.ts';
import { IconButton } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { escalationTexts } from './texts.ts';

interface RemoveButtonProps {
  project: string;
  kind: AlertDocumentKind;
  id: string;
  name: string;
}

/** Takes a document away, once it was asked for twice; what still uses it is told. */
export function RemoveButton({ project, kind, id, name }: RemoveButtonProps) {
  const t = useTexts(escalationTexts);
  const c = useTexts(common);
  const [isOpen, setOpen] = useState(false);
  const remove = useRemoveAlertDocument(project, kind);
  return (
    <>
      <IconButton label={t('remove', { name })} className="size-7" onClick={() => setOpen(true)}>
        <Trash2 className="size-3.5" aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={isOpen}
        onClose={() => {
          remove.reset();
          setOpen(false);
        }}
        title={t('removeTitle', { name })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(id)}
      >
        {t('removeHint')}
      </ConfirmDialog>
    </>
  );
}
