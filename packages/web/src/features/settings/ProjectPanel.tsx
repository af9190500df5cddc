import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery, useMe, useRole } from '../../api/me.ts';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { toast } from '../../components/Toast.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { settings } from './messages.ts';
import { Presence } from './Presence.tsx';
import { changes, useChange } from './settings-api.ts';
import { UserIds } from './UserIds.tsx';

/** The project's name, how it keeps users, and its end. */
export function ProjectPanel() {
  const t = useTexts(settings);
  const project = useProject();
  const current = useMe()?.projects.find(({ id }) => id === project)?.name;
  return (
    <>
      <Rename key={current} project={project} current={current ?? ''} />
      <Section title={t('projectId')}>
        <div className="max-w-md">
          <CodeBlock code={project} label={t('projectId')} />
        </div>
      </Section>
      <Presence project={project} />
      <UserIds project={project} />
      <DeleteProject project={project} name={current ?? project} />
    </>
  );
}

function Rename({ project, current }: { project: string; current: string }) {
  const t = useTexts(settings);
  const may = atLeast(useRole(project), 'admin');
  const [name, setName] = useState(current);
  const rename = useChange(project, changes.updateProject, 'me');
  const ready = name.trim() !== '' && name.trim() !== current;
  return (
    <Section title={t('project')}>
      <form
        className="flex max-w-md items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) rename.mutate({ name: name.trim() }, { onSuccess: () => toast(t('renamed')) });
        }}
      >
        <div className="flex-1">
          <Field label={t('projectName')}>
            {(ids) => (
              <Input
                {...ids}
                value={name}
                maxLength={80}
                disabled={!may}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" busy={rename.isPending} disabled={!ready || !may}>
          {t('rename')}
        </Button>
      </form>
      <ErrorLine error={rename.error} />
    </Section>
  );
}

function DeleteProject({ project, name }: { project: string; name: string }) {
  const t = useTexts(settings);
  const may = atLeast(useRole(project), 'owner');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useChange(project, changes.deleteProject, 'none');
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: async () => {
        setAsking(false);
        await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
        await navigate({ to: '/', replace: true });
      },
    });
  return (
    <Section title={t('deleteTitle')} hint={may ? t('deleteHint') : t('deleteDenied')}>
      <Button variant="danger" className="self-start" disabled={!may} onClick={() => setAsking(true)}>
        {t('deleteAction')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('deleteConfirm', { name })}
        action={t('deleteAction')}
        typed={name}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={confirm}
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </Section>
  );
}
