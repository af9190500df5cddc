import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { MAX_WIDGETS } from '@pharos/core/dashboards/dashboard';
import { Plus, Redo2, SlidersHorizontal, Undo2, Variable } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button, IconButton } from '../../../components/Button.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { useAddress } from '../view/address.ts';
import { chosenTab } from '../view/DashboardBody.tsx';
import { announce } from './announce.ts';
import { isFull } from './edits.ts';
import { SaveMenu } from './SaveMenu.tsx';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';

const AddDialog = lazy(async () => ({ default: (await import('./gallery/AddDialog.tsx')).AddDialog }));

interface EditorBarProps {
  editor: Editor;
  stored: StoredDashboard;
}

/** What can be done with the dashboard as a whole: taken back, added to, described, saved. */
export function EditorBar({ editor, stored }: EditorBarProps) {
  const t = useTexts(editorTexts);
  const [{ panel, tab: id }, set] = useAddress();
  const [adding, setAdding] = useState(false);
  const tab = chosenTab(editor.document, id);
  const undo = () => {
    if (!editor.canUndo) return;
    editor.undo();
    announce(t('undone'));
  };
  const redo = () => {
    if (!editor.canRedo) return;
    editor.redo();
    announce(t('redone'));
  };
  const add = () =>
    isFull(editor.document) ? toast(t('full', { count: MAX_WIDGETS }), 'bad') : setAdding(true);
  const turn = (name: 'variables' | 'about') =>
    set({ panel: panel === name ? undefined : name, widget: undefined }, { replace: true });
  useShortcuts([
    { keys: 'mod+z', label: t('undo'), run: undo, ofFields: true },
    { keys: 'mod+shift+z', label: t('redo'), run: redo, ofFields: true },
    { keys: 'mod+y', label: t('redo'), run: redo, ofFields: true },
    { keys: 'a', label: t('add'), run: add },
  ]);
  return (
    <>
      <IconButton label={t('undo')} keys="mod+z" disabled={!editor.canUndo} onClick={undo}>
        <Undo2 className="size-4" aria-hidden />
      </IconButton>
      <IconButton label={t('redo')} keys="mod+shift+z" disabled={!editor.canRedo} onClick={redo}>
        <Redo2 className="size-4" aria-hidden />
      </IconButton>
      <IconButton label={t('about')} aria-pressed={panel === 'about'} onClick={() => turn('about')}>
        <SlidersHorizontal className="size-4" aria-hidden />
      </IconButton>
      <IconButton
        label={t('variables')}
        aria-pressed={panel === 'variables'}
        onClick={() => turn('variables')}
      >
        <Variable className="size-4" aria-hidden />
      </IconButton>
      <Button onClick={add}>
        <Plus className="size-4 text-muted" aria-hidden />
        {t('add')}
      </Button>
      <Button onClick={() => set({ edit: undefined, widget: undefined, panel: undefined })}>
        {t('done')}
      </Button>
      <SaveMenu editor={editor} stored={stored} />
      {adding && tab && (
        <Suspense>
          <AddDialog editor={editor} tab={tab} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}
