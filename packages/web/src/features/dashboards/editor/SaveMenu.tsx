import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Popover } from '../../../components/Popover.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { ConflictDialog } from './ConflictDialog.tsx';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';
import { useSave } from './use-save.ts';

interface SaveMenuProps {
  editor: Editor;
  stored: StoredDashboard;
}

/** Saves what was changed, with a word on why for those who look at the versions. */
export function SaveMenu({ editor, stored }: SaveMenuProps) {
  const t = useTexts(editorTexts);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const close = () => {
    setOpen(false);
    setNote('');
  };
  const save = useSave(editor, stored.id, close);
  const ask = () => editor.dirty && setOpen(true);
  useShortcuts([{ keys: 'mod+s', label: t('save'), run: ask }]);
  return (
    <>
      <Popover
        label={t('save')}
        open={open && !save.conflict}
        onOpenChange={(next) => {
          // The question of who goes first takes the place of this one, and what was said here is still needed.
          if (save.conflict) return;
          save.reset();
          setOpen(next && editor.dirty);
        }}
        align="end"
        className="w-72"
        trigger={
          <Button
            variant="primary"
            className="data-[state=open]:bg-accent-hover"
            disabled={!editor.dirty}
            busy={save.busy}
            title={editor.dirty ? undefined : t('unchanged')}
          >
            {t('save')}
          </Button>
        }
      >
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.busy) save.run({ note: note.trim() });
          }}
        >
          <Field label={t('note')}>
            {(ids) => (
              <Input
                {...ids}
                value={note}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          {save.problem && (
            <p role="alert" className="text-sm text-bad">
              {save.problem}
            </p>
          )}
          {!save.conflict && <ErrorLine error={save.error} />}
          <Button type="submit" variant="primary" busy={save.busy} className="self-end">
            {t('save')}
          </Button>
        </form>
      </Popover>
      {save.conflict && (
        <ConflictDialog
          editor={editor}
          stored={stored}
          busy={save.busy}
          onOverwrite={(version) => save.run({ note: note.trim(), version })}
          onClose={() => {
            save.reset();
            close();
          }}
        />
      )}
    </>
  );
}
