import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { emptyDashboard } from '../../../widgets/pin.ts';
import { dashboardTexts } from '../texts.ts';

/** Makes an empty dashboard and opens it in the editor. */
export function NewDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(dashboardTexts);
  const c = useTexts(common);
  const project = useProject();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const create = useDashboardChange(project, dashboardChanges.create);
  const submit = () => {
    if (name.trim() === '' || create.isPending) return;
    create.mutate(emptyDashboard(name.trim()), {
      onSuccess: ({ id }) =>
        void navigate({
          to: '/p/$project/dashboards/$dashboardId',
          params: { project, dashboardId: id },
          search: { edit: '1' },
        }),
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('newTitle')}
      description={t('newHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={create.isPending} disabled={name.trim() === ''} onClick={submit}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('name')}>
          {(ids) => (
            <Input {...ids} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <ErrorLine error={create.error} />
      </form>
    </Dialog>
  );
}
