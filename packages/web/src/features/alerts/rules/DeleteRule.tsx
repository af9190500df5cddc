import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useRemoveAlertDocument } from '../../../api/alerts.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { ruleFormTexts } from './form-texts.ts';

/** Takes a rule away, once it was asked for twice. */
export function DeleteRule({
  project,
  rule: { id, name },
}: {
  project: string;
  rule: StoredAlertDocument<'rule'>;
}) {
  const t = useTexts(ruleFormTexts);
  const c = useTexts(common);
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const remove = useRemoveAlertDocument(project, 'rule');
  const leave = () => void navigate({ to: '/p/$project/alerts/rules', params: { project } });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{c('delete')}</Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('deleteTitle', { name })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(id, { onSuccess: leave })}
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </>
  );
}
