import { projectSchema } from '@pharos/core/api/accounts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { meQuery, useMe } from '../api/me.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorLine } from '../components/ErrorState.tsx';
import { Field, Input } from '../components/Input.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../components/Menu.tsx';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { shell } from './messages.ts';

/** Names the project in sight and goes to another, or makes one. */
export function ProjectSwitcher({ onChange }: { onChange: () => void }) {
  const t = useTexts(shell);
  const me = useMe();
  const project = useProject();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const open = (id: string) => {
    onChange();
    void navigate({ to: '/p/$project/overview', params: { project: id }, search: {} });
  };
  const name = me?.projects.find(({ id }) => id === project)?.name ?? project;
  return (
    <>
      <Menu
        className="w-(--radix-dropdown-menu-trigger-width)"
        trigger={
          <button
            type="button"
            aria-label={`${t('project')}: ${name}`}
            className="flex h-8 items-center gap-2 rounded-md border bg-raised px-2.5 text-left hover:border-line-strong"
          >
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden />
          </button>
        }
      >
        <MenuChoice
          value={project}
          options={(me?.projects ?? []).map(({ id, name: label }) => ({ value: id, label }))}
          onChange={open}
        />
        <MenuSeparator />
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => setCreating(true)}>
          {t('newProject')}
        </MenuItem>
      </Menu>
      <NewProjectDialog open={creating} onClose={() => setCreating(false)} onCreated={open} />
    </>
  );
}

interface NewProjectProps {
  open: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function NewProjectDialog({ open, onClose, onCreated }: NewProjectProps) {
  const t = useTexts(shell);
  const c = useTexts(common);
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => api.change(projectSchema, 'POST', '/api/v1/projects', { body: { name: name.trim() } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(meQuery);
      setName('');
      onClose();
      onCreated(id);
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('newProjectTitle')}
      description={t('newProjectHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={name.trim() === ''}
            onClick={() => create.mutate()}
          >
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !create.isPending) create.mutate();
        }}
      >
        <Field label={t('projectName')}>
          {(ids) => (
            <Input {...ids} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <ErrorLine error={create.error} />
      </form>
    </Dialog>
  );
}
