import { savedViewSchema } from '@pharos/core/api/accounts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { askAgain } from '../../api/ask-again.ts';
import { api } from '../../api/client.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Popover } from '../../components/Popover.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { parseSearch, stringifySearch } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { tracesTexts } from './texts.ts';

const PAGE = 'traces';
const PATH = '/api/v1/views';

interface SavedViewsProps {
  /** What a view keeps: filter and time range. */
  search: Record<string, string | undefined>;
}

/** The reader's own named filters. */
export function SavedViews({ search }: SavedViewsProps) {
  const t = useTexts(tracesTexts);
  const project = useProject();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const queryKey = ['views', project];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await api.get(z.object({ data: z.array(savedViewSchema) }), PATH, { project, signal })).data,
    enabled: open,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.change(z.unknown(), 'DELETE', `${PATH}/${encodeURIComponent(id)}`, { project }),
    onSettled: () => askAgain(client, queryKey),
  });
  const views = query.data?.filter((view) => view.page === PAGE) ?? [];
  return (
    <>
      <Popover
        label={t('views')}
        open={open}
        onOpenChange={setOpen}
        align="end"
        className="w-64 !p-1"
        trigger={
          <Button>
            <Bookmark className="size-4 text-muted" aria-hidden />
            <span className="max-sm:sr-only">{t('views')}</span>
          </Button>
        }
      >
        {query.isSuccess && views.length === 0 && <p className="px-2 py-1.5 text-muted">{t('viewsEmpty')}</p>}
        <ErrorLine error={query.error ?? remove.error} />
        <ul>
          {views.map((view) => (
            <li key={view.id} className="flex items-center rounded-md hover:bg-hover">
              <button
                type="button"
                className="h-8 min-w-0 flex-1 truncate px-2 text-start"
                title={view.query}
                onClick={() => {
                  setOpen(false);
                  void navigate({
                    to: '/p/$project/traces',
                    params: { project },
                    search: parseSearch(view.query),
                  });
                }}
              >
                {view.name}
              </button>
              <IconButton
                label={t('deleteView', { name: view.name })}
                className="!size-7"
                onClick={() => remove.mutate(view.id)}
              >
                <Trash2 className="size-3.5" aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <button
          type="button"
          className="mt-1 h-8 w-full rounded-md border-t px-2 text-start text-accent hover:bg-hover"
          onClick={() => {
            setOpen(false);
            setSaving(true);
          }}
        >
          {t('saveView')}
        </button>
      </Popover>
      {saving && (
        <SaveDialog
          project={project}
          query={stringifySearch(search).slice(1)}
          onClose={() => setSaving(false)}
          onSaved={() => void askAgain(client, queryKey)}
        />
      )}
    </>
  );
}

interface SaveDialogProps {
  project: string;
  query: string;
  onClose: () => void;
  onSaved: () => void;
}

function SaveDialog({ project, query, onClose, onSaved }: SaveDialogProps) {
  const t = useTexts(tracesTexts);
  const c = useTexts(common);
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () =>
      api.change(savedViewSchema, 'POST', PATH, { project, body: { page: PAGE, name, query } }),
    onSuccess: () => {
      onSaved();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('saveTitle')}
      description={t('saveHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ''}
            onClick={() => save.mutate()}
          >
            {c('save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <Field label={t('viewName')}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine error={save.error} />
      </form>
    </Dialog>
  );
}
