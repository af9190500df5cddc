import type { DashboardSummary } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { useMe } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { toast } from '../../../components/Toast.tsx';
import { common } from '../../../i18n/common.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';

interface CopyDialogProps {
  dashboard: Pick<DashboardSummary, 'id' | 'title'>;
  onClose: () => void;
}

/** Copies a dashboard, into this project or another one that the reader may change. */
export function CopyDialog({ dashboard, onClose }: CopyDialogProps) {
  const t = useTexts(dashboardTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const projects = (useMe()?.projects ?? []).filter(({ role }) => atLeast(role, 'member'));
  const title = readIn(dashboard.title, language);
  const [to, setTo] = useState<string>();
  const [name, setName] = useState(t('copyOf', { title }).slice(0, 120));
  const copy = useDashboardChange(project, dashboardChanges.copy);
  const target = to ?? (projects.some(({ id }) => id === project) ? project : projects[0]?.id);
  const submit = () => {
    if (target === undefined || name.trim() === '' || copy.isPending) return;
    copy.mutate(
      { id: dashboard.id, project: target, title: name.trim() },
      {
        onSuccess: ({ id }) => {
          onClose();
          const shown = projects.find((each) => each.id === target)?.name ?? target;
          toast(t('copied', { project: shown }));
          void navigate({
            to: '/p/$project/dashboards/$dashboardId',
            params: { project: target, dashboardId: id },
          });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('copyTitle', { title })}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button
            variant="primary"
            busy={copy.isPending}
            disabled={target === undefined || name.trim() === ''}
            onClick={submit}
          >
            {c('copy')}
          </Button>
        </>
      }
    >
      {target === undefined ? (
        <p className="text-sm text-muted">{t('copyDenied')}</p>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label={t('copyName')}>
            {(ids) => (
              <Input
                {...ids}
                value={name}
                maxLength={120}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('copyTo')}>
            {(ids) => (
              <Select
                {...ids}
                value={target}
                options={projects.map(({ id, name: label }) => ({ value: id, label }))}
                onChange={setTo}
              />
            )}
          </Field>
          <ErrorLine error={copy.error} />
        </form>
      )}
    </Dialog>
  );
}
